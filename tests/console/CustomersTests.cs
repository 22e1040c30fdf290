using System.Text.RegularExpressions;

namespace Crm.Console.Tests;

[Collection(ConsoleSuite.Name)]
public sealed class CustomersTests(ConsoleFixture fixture)
{
    [Fact]
    public async Task Find_ByAddress_OpensTheCustomer()
    {
        await fixture.Demo.Apply("identify", """{"userId":"find-1","traits":{"email":"find.one@shop.example","name":"Find One"}}""");
        await using var visit = await Visit.To(fixture, "/customers");
        var box = visit.Page.GetByLabel("Find a customer");

        await box.FillAsync("FIND.one@shop.example");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "find.one@shop.example" })).ToBeVisibleAsync();
        await box.PressAsync("Enter");

        await Assertions.Expect(visit.Page).ToHaveURLAsync(new Regex("/customers/u%3Afind-1$"));
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Find One");
    }

    [Fact]
    public async Task Filter_WrongRule_SaysWhereAndWhat()
    {
        await using var visit = await Visit.To(fixture, "/customers");
        visit.Expected = "400";
        await Write(visit, "orders >= 2 and contry = \"BR\"");
        await visit.Button("Filter").ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("country").First).ToBeVisibleAsync();
        await visit.Look("customers-wrong-rule");
    }

    // Against the count of the group, and the best of it first.
    [Fact]
    public async Task Filter_ByARule_ListsItsCustomersSortedPageByPage()
    {
        var expected = (await fixture.Demo.Get("/api/v1/rfm"))["groups"].GetProperty("Champions").GetInt64();
        Assert.InRange(expected, 1, 10_000);
        await using var visit = await Visit.To(fixture, "/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Champions", Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Heading("Customers")).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Revenue" }).ClickAsync();
        var best = (await fixture.Demo.Post("/api/v1/customers/search", """{"query":"rfm = \"Champions\"","sort":"-revenue","limit":1}"""))["items"][0].GetProperty("id").GetString()!;
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Row).Nth(1)).ToContainTextAsync(best);
        var (next, found) = (visit.Button("Next page"), visit.Page.GetByText("Found: "));
        for (var pages = 0; !await found.IsVisibleAsync() && pages < 100; pages++)
        {
            await next.ClickAsync();
            await Assertions.Expect(next).Not.ToHaveAttributeAsync("data-loading", "true");
        }

        await Assertions.Expect(found).ToContainTextAsync($"Found: {expected} ");
    }

    [Fact]
    public async Task Customer_OfTheSample_ShowsFiguresRfmAndWhy()
    {
        await using var visit = await Visit.To(fixture, "/customers/u%3A1609");
        var customer = await fixture.Demo.Get("/api/v1/customers/u:1609");
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Group, new() { Name = "Orders" })).ToContainTextAsync(customer["figures"].GetProperty("orders").GetRawText());
        await Assertions.Expect(visit.Page.Locator("[data-marked]")).ToHaveCountAsync(1);
        var segment = customer["segments"][0].GetProperty("id").GetString()!;
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = $"Explain {segment}" }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText("Holds").First).ToBeVisibleAsync();
        await visit.Look("customer-why");
    }

    [Fact]
    public async Task Customer_TagConsentNote_AreWrittenAndSeen()
    {
        await fixture.Demo.Apply("identify", """{"userId":"write-1","traits":{"name":"Write One"}}""");
        await using var visit = await Visit.To(fixture, "/customers/u%3Awrite-1");

        await visit.Page.GetByLabel("New tag").FillAsync("vip");
        await visit.Button("Add").ClickAsync();
        await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Remove vip" })).ToBeVisibleAsync();

        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Notes" }).ClickAsync();
        await visit.Page.GetByLabel("New note").FillAsync("Called, all is well.");
        await visit.Button("Write").ClickAsync();
        await Assertions.Expect(visit.Page.GetByLabel("New note")).ToHaveValueAsync(""); // taken in; what is read below is the note, not what was typed
        await Assertions.Expect(visit.Page.GetByText("Called, all is well.").First).ToBeVisibleAsync();

        var read = await fixture.Demo.Get("/api/v1/customers/u:write-1");
        Assert.Equal("vip", read["tags"][0].GetString());
        Assert.Equal("Called, all is well.", (await fixture.Demo.Get("/api/v1/customers/u:write-1/notes"))["items"][0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Customer_Export_IsAFileOfEverything()
    {
        await fixture.Demo.Apply("identify", """{"userId":"export-1","traits":{"name":"Export One"}}""");
        await using var visit = await Visit.To(fixture, "/customers/u%3Aexport-1");
        var download = await visit.Page.RunAndWaitForDownloadAsync(() => visit.Button("Export").ClickAsync());
        Assert.Contains("Export One", await File.ReadAllTextAsync(await download.PathAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Customer_Erased_HasAReceiptAndIsGone()
    {
        await fixture.Demo.Apply("identify", """{"userId":"erase-1","traits":{"name":"Erase One"}}""");
        await using var visit = await Visit.To(fixture, "/customers/u%3Aerase-1");
        visit.Expected = "410";

        await visit.Button("Erase").First.ClickAsync();
        var dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Type u:erase-1 to go on").FillAsync("u:erase-1");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Erase", Exact = true }).ClickAsync();

        await Assertions.Expect(visit.Page.GetByText("Receipt of the erasure")).ToBeVisibleAsync();
        await visit.Look("customer-erased");
        Assert.Equal(410, (int)(await fixture.Demo.Get("/api/v1/customers/u:erase-1")).Status);
    }

    private static async Task Write(Visit visit, string rule)
    {
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Filter by a rule" }).FillAsync(rule);
    }
}
