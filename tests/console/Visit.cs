using System.Net;
using Crm.TestSupport.Stores;

namespace Crm.Console.Tests;

/// <summary>One person at the console, in a browser window of their own. Whatever the page complains of while they are there fails the test.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private static readonly string Screenshots = Directory.CreateDirectory(Path.Combine(Repository.Root, ".crm", "screenshots")).FullName;
    private static readonly Lazy<string> Axe = new(static () => File.ReadAllText(Path.Combine(Repository.Root, "console", "node_modules", "axe-core", "axe.min.js")));

    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    private Visit(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, message) => Complain(message.Type is "error" or "warning", message.Text);
        page.PageError += (_, error) => Complain(true, error);
    }

    public IPage Page { get; }

    /// <summary>What the page may say of a call that the test has fail on purpose.</summary>
    public string? Expected { get; set; }

    public static async Task<Visit> Start(ConsoleFixture fixture, string language = "en-GB", ColorScheme colors = ColorScheme.Light, int width = 1280)
    {
        var context = await fixture.Browser.NewContextAsync(new()
        {
            BaseURL = fixture.Url.ToString(),
            Locale = language,
            TimezoneId = "UTC",
            ColorScheme = colors,
            ViewportSize = new() { Width = width, Height = 900 },
        });
        context.SetDefaultTimeout(15_000);
        Assertions.SetDefaultExpectTimeout(15_000);
        return new(context, await context.NewPageAsync());
    }

    /// <summary>Signed in by a link of its own, on the page of the address.</summary>
    public static async Task<Visit> To(ConsoleFixture fixture, string path, TestStore? store = null, string language = "en-GB", ColorScheme colors = ColorScheme.Light, int width = 1280)
    {
        var visit = await Start(fixture, language, colors, width);
        await visit.Page.GotoAsync(await Link(store ?? fixture.Demo));
        await Assertions.Expect(visit.Page.Locator("main#page")).ToBeVisibleAsync();
        if (path != "/")
        {
            await visit.Page.GotoAsync(path);
        }

        return visit;
    }

    /// <summary>A new one-time link.</summary>
    public static async Task<string> Link(TestStore store) => (await store.Post("/api/v1/console/links", "{}")).Expect(HttpStatusCode.Created)["url"].GetString()!;

    public ILocator Heading(string text) => Page.GetByRole(AriaRole.Heading, new() { Name = text, Exact = true, Level = 1 });

    public ILocator Button(string text) => Page.GetByRole(AriaRole.Button, new() { Name = text, Exact = true });

    /// <summary>Keeps how it looks, and has axe look for what keeps people out.</summary>
    public async Task Look(string name)
    {
        await Page.WaitForLoadStateAsync(LoadState.DOMContentLoaded);
        await Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, name + ".png"), FullPage = true });
        await Page.EvaluateAsync(Axe.Value);
        var serious = await Page.EvaluateAsync<string[]>("""
            async () => (await axe.run(document, { resultTypes: ['violations'] })).violations
              .filter(one => one.impact === 'serious' || one.impact === 'critical')
              .map(one => `${one.id}: ${one.nodes.map(node => node.target + ' ' + node.failureSummary).join(' | ')}`)
            """);
        Assert.True(serious.Length == 0, $"{name}: {string.Join('\n', serious)}");
    }

    /// <summary>Nothing is wider than the window.</summary>
    public async Task Fits() =>
        Assert.True(await Page.EvaluateAsync<bool>("() => document.documentElement.scrollWidth <= window.innerWidth"), $"{Page.Url} is wider than the window.");

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.True(_complaints.Count == 0, string.Join('\n', _complaints));
    }

    private void Complain(bool serious, string text)
    {
        if (serious && (Expected is null || !text.Contains(Expected, StringComparison.Ordinal)))
        {
            _complaints.Add($"{Page.Url}: {text}");
        }
    }
}
