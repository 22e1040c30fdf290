using System.Text.RegularExpressions;

namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class SegmentsTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task List_OfTheSample_HasSizesThatAreTheApis()
    {
        var champions = (await fixture.Demo.Get("/api/v1/segments/champions"))["count"].GetInt64();
        await using var visit = await Visit.To(fixture, "/segments");
        var row = visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Champions and loyal customers" });
        await Assertions.Expect(row).ToContainTextAsync(champions.ToString("N0", System.Globalization.CultureInfo.GetCultureInfo("en")));
    }

    [Fact]
    public async Task New_RuleIsCompletedCountedSavedAndDeleted()
    {
        await using var visit = await Visit.To(fixture, "/segments");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "New segment" }).Or(visit.Button("New segment")).First.ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("Big spenders");
        var editor = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Rule" });
        await editor.ClickAsync();
        await visit.Page.Keyboard.TypeAsync("rev");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Option).Filter(new() { HasText = "revenue" })).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.TypeAsync(" > 100");
        await Assertions.Expect(visit.Page.GetByText("Holds for")).ToContainTextAsync("customers");
        await visit.Look("segment-new-counted");

        await visit.Button("Make the segment").ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("/segments/big-spenders$"));
        await Assertions.Expect(visit.Page.GetByText("live", new() { Exact = true }).First).ToBeVisibleAsync();
        var members = (await fixture.Demo.Get("/api/v1/segments/big-spenders/members?limit=1"))["items"][0].GetProperty("customer").GetString()!;
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Link, new() { Name = members, Exact = true }).First).ToBeVisibleAsync();

        await visit.Button("Delete").First.ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("/segments$"));
        Assert.Equal(404, (int)(await fixture.Demo.Get("/api/v1/segments/big-spenders")).Status);
    }

    [Fact]
    public async Task Editor_WrongWord_IsMarkedAndMended()
    {
        await using var visit = await Visit.To(fixture, "/segments/new");
        var editor = visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Rule" });
        await editor.ClickAsync();
        await visit.Page.Keyboard.InsertTextAsync("contry = \"BR\"");
        await Assertions.Expect(visit.Page.Locator(".cm-lintRange-error")).ToHaveTextAsync("contry");
        await visit.Look("segment-wrong-rule");
    }

    [Fact]
    public async Task Changes_AsTheyHappen_AreSeen()
    {
        await fixture.Demo.PutSegment("watched", "did \"Watched\"");
        await using var visit = await Visit.To(fixture, "/segments/watched");
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Changes" }).ClickAsync(), static response => response.Url.Contains("changes/stream", StringComparison.Ordinal));
        await fixture.Demo.Apply("track", """{"userId":"watched-1","event":"Watched"}""");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "u:watched-1" }).First).ToBeVisibleAsync();
    }
}
