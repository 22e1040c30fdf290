namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class AutomationsTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Automation_StartedRunAndPaused_IsShown()
    {
        const string path = "/api/v1/automations/greet";
        (await fixture.Demo.Put(path, """{"name":"Greet","trigger":{"event":"Greeted"},"again":"PT1M","steps":[{"id":"mark","tag":{"add":["greeted"]}},{"id":"wait","wait":"P1D"}]}""")).Ok();
        await using var visit = await Visit.To(fixture, "/automations");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Greet", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("When “Greeted” happens")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByText("Wait 1 day")).ToBeVisibleAsync();

        await visit.Button("Start").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("active", new() { Exact = true })).ToBeVisibleAsync();
        await fixture.Demo.Apply("track", """{"userId":"greet-1","event":"Greeted"}""");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Runs started" })).ToContainTextAsync("1", new() { Timeout = 20_000 });

        await visit.Page.ReloadAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Region, new() { Name = "Runs" }).GetByRole(AriaRole.Link, new() { Name = "u:greet-1" }).First).ToBeVisibleAsync();
        await visit.Look("automation-run");
        await visit.Button("Pause").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("paused", new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal("paused", (await fixture.Demo.Get(path))["state"].GetString());
    }
}
