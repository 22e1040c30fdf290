using System.Diagnostics;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Console;

/// <summary>What <c>./crm link</c> prints.</summary>
[Collection(SiloCollection.Name)]
public class LinkTests(SiloFixture fixture)
{
    [Fact]
    public async Task Link_OfAStoresKeys_SignsIn()
    {
        using var store = await fixture.Store();
        var keys = Path.GetTempFileName();
        await File.WriteAllTextAsync(keys, $"export CRM_WRITE_KEY={store.WriteKey}\nexport CRM_API_KEY={store.ApiKey}\n");

        var (code, output) = await Run("--keys", keys);

        File.Delete(keys);
        Assert.Equal(0, code);
        var url = new Uri(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(fixture.Silo.Url.Authority, url.Authority);
        using var browser = new Browser(fixture.Silo.Url);
        Assert.Equal(store.Name, (await browser.SignIn(url.Fragment[1..])).Ok()["store"].GetString());
    }

    [Fact]
    public async Task Link_WithoutAStore_SaysWhatToDo()
    {
        var (code, output) = await Run("--keys", "/nowhere/keys.env");

        Assert.Equal(1, code);
        Assert.Contains("./crm up", output, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output)> Run(params string[] arguments)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "Crm.Cli.dll"), "link", .. arguments])
        {
            RedirectStandardOutput = true,
            Environment = { ["CRM_URL"] = fixture.Silo.Url.GetLeftPart(UriPartial.Authority) },
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
