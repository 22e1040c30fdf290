using System.Diagnostics;
using System.Text.Json;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Crm.TestSupport.Stores;

namespace Crm.Console.Tests;

/// <summary>A silo that serves the built console, a store with a part of the sample, and a browser.</summary>
public sealed class ConsoleFixture : IAsyncLifetime
{
    private const int LeftOut = 60_000; // of the sample: the orders of the last months are enough to look at

    private static readonly string Sample = Path.Combine(Repository.Root, "samples", "complete-journey");

    private readonly string _keys = Directory.CreateTempSubdirectory("crm-console-").FullName;
    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;
    private IPlaywright _playwright = null!;

    public static string Built { get; } = Path.Combine(Repository.Root, "console", "dist");

    public IBrowser Browser { get; private set; } = null!;

    public Uri Url => _silo.Url;

    /// <summary>The store with the sample.</summary>
    public TestStore Demo { get; private set; } = null!;

    /// <summary>A store to which nothing was ever sent.</summary>
    public TestStore Empty { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Assert.True(File.Exists(Path.Combine(Built, "index.html")), $"The console is not built: ./crm test builds it into {Built}.");
        _database = await TestDatabase.Create(migrated: false);
        _silo = new(_database.ConnectionString, new Dictionary<string, string> { ["Crm__Console__Folder"] = Built });
        await _silo.Start();
        Demo = await CreateDemo();
        Empty = await TestStore.Create(Url, "wall", "empty");
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = Environment.GetEnvironmentVariable("CRM_CHROMIUM") is { Length: > 0 } named ? named : "/usr/bin/chromium",
            Args = ["--no-sandbox"], // the suite runs as root in containers, where Chromium's own sandbox does not start
        });
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null)
        {
            await Browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private async Task<TestStore> CreateDemo()
    {
        var store = await TestStore.Create(Url, "wall", "demo", "USD");
        using var segments = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(Sample, "segments.json")));
        foreach (var segment in segments.RootElement.EnumerateArray())
        {
            (await store.Put($"/api/v1/segments/{segment.GetProperty("id").GetString()}?wait=live&timeout=30000", JsonSerializer.Serialize(new { name = segment.GetProperty("name"), rule = segment.GetProperty("rule") }))).Ok();
        }

        (await store.Put("/api/v1/automations/abandoned-cart", """{"name":"Abandoned cart","trigger":{"event":"Product Added"},"exit":"cart.items = 0","again":"P7D","steps":[{"id":"pause","wait":"PT2H"},{"id":"mark","tag":{"add":["left-a-cart"]}}]}""")).Ok();
        (await store.Post("/api/v1/automations/abandoned-cart/activate?wait=live&timeout=30000", "")).Ok();
        await Replay(store);
        return store;
    }

    // As a person does it.
    private async Task Replay(TestStore store)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [Path.Combine(AppContext.BaseDirectory, "Crm.Cli.dll"), "replay", Path.Combine(Sample, "orders.ndjson.gz"), "--shift-to-yesterday", "--browse", "--from", $"{LeftOut}", "--keys", _keys])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        (start.Environment["CRM_URL"], start.Environment["CRM_WRITE_KEY"], start.Environment["CRM_API_KEY"]) = (Url.GetLeftPart(UriPartial.Authority), store.WriteKey, store.ApiKey);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"The replay ended with {process.ExitCode}: {await output}{errors}");
    }
}
