namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class RfmTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Cell_Clicked_LeadsToItsCustomers()
    {
        var grid = (await fixture.Demo.Get("/api/v1/rfm"))["grid"];
        var count = grid[4][1].GetInt64();
        Assert.InRange(count, 1, 10_000);
        await using var visit = await Visit.To(fixture, "/rfm");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = $"R 5, F 2: {count} customers" }).ClickAsync();
        await Assertions.Expect(visit.Heading("Customers")).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "u:" }).First).ToBeVisibleAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Filter by a rule" })).ToContainTextAsync("rfm.r = 5 and rfm.f = 2");
    }
}
