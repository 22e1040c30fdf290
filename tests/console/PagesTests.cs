namespace Crm.Console.Tests;

/// <summary>Every page as different people open it: nothing is complained of, nothing keeps anybody out, nothing is wider than the window.</summary>
[Collection(ConsoleSuite.Name)]
public sealed class PagesTests(ConsoleFixture fixture)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("live", "/"), ("customers", "/customers"), ("customer", "/customers/u%3A1609"), ("segments", "/segments"), ("segment", "/segments/champions"), ("segment-new", "/segments/new"),
        ("rfm", "/rfm"), ("automations", "/automations"), ("automation", "/automations/abandoned-cart"), ("dead-letters", "/dead-letters"),
    ];

    [Theory]
    [InlineData("wide", "en-GB", ColorScheme.Light, 1440)]
    [InlineData("wide-dark", "pt-BR", ColorScheme.Dark, 1280)]
    [InlineData("phone", "it-IT", ColorScheme.Light, 390)]
    [InlineData("phone-dark", "hr-HR", ColorScheme.Dark, 360)]
    public async Task Pages_OfTheSample_AreInOrder(string name, string language, ColorScheme colors, int width)
    {
        await using var visit = await Visit.To(fixture, "/", language: language, colors: colors, width: width);
        foreach (var (page, path) in Pages)
        {
            await Open(visit, path);
            await visit.Look($"{page}-{name}");
            await visit.Fits();
        }

        Assert.Equal(language.Split('-')[0], (await visit.Page.EvaluateAsync<string>("() => document.documentElement.lang")).Split('-')[0]);
    }

    [Fact]
    public async Task Pages_OfAnEmptyStore_TeachAndAreInOrder()
    {
        await using var visit = await Visit.To(fixture, "/", fixture.Empty);
        foreach (var (page, path) in Pages.Where(static page => !page.Path[1..].Contains('/', StringComparison.Ordinal)))
        {
            await Open(visit, path);
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 2 }).First).ToBeVisibleAsync();
            await visit.Look($"{page}-empty");
        }
    }

    // Its heading is there, and nothing waits any more.
    private static async Task Open(Visit visit, string path)
    {
        await visit.Page.GotoAsync(path);
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.Locator(".mantine-Skeleton-root, .mantine-Loader-root").Filter(new() { Visible = true })).ToHaveCountAsync(0);
    }
}
