using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Customers;

[Collection(SiloCollection.Name)]
public class WhyTests(SiloFixture fixture)
{
    private const string Lookers = "country = \"BR\" and did \"Product Viewed\" at least 2 times in the last 7 days and not did \"Order Completed\" in the last 7 days";

    [Fact]
    public async Task GetSegment_Member_SaysEachPartWithItsFigures()
    {
        using var store = await Store();
        await View(store, "2017-01-01T10:00:00Z");
        await View(store, "2017-01-02T10:00:00Z");

        var why = (await store.Get("/api/v1/customers/u:1/segments/lookers")).Ok();

        Assert.True(why["member"].GetBoolean());
        Assert.Equal("2017-01-02T10:00:00.000Z", why["since"].GetString());
        Assert.Equal("2017-01-08T10:00:00.000Z", why["until"].GetString());
        Assert.Equal("2017-01-02T10:00:00.000Z", why["asOf"].GetString());
        var rule = why["rule"];
        Assert.Equal(Lookers, rule.GetProperty("text").GetString());
        Assert.Equal([true, true, true], Parts(rule).Select(part => part.GetProperty("holds").GetBoolean()));
        Assert.Equal("BR", Figure(Parts(rule)[0], "value", "text").GetString());
        Assert.Equal(2, Figure(Parts(rule)[1], "count", "times").GetInt32());
        Assert.Equal(2, Figure(Parts(rule)[1], "needed", "times").GetInt32());
        Assert.Equal("P7D", Figure(Parts(rule)[1], "length", "duration").GetString());
        Assert.Equal("2017-01-08T10:00:00.000Z", Figure(Parts(rule)[1], "leaves", "instant").GetString());
        Assert.Equal(0, Figure(Parts(Parts(rule)[2])[0], "count", "times").GetInt32());
        Assert.Equal(
            "country is BR. \"Product Viewed\" 2 times or more, 2 needed in the last 7 days; too few are left on 2017-01-08 10:00. \"Order Completed\" 0 of 1 times needed in the last 7 days",
            why["why"].GetString());
    }

    [Fact]
    public async Task GetSegment_TheExampleOfThePage_IsAnsweredAsItStandsThere()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "why.md"));
        var example = JsonNode.Parse(page.Split("```json")[1].Split("```")[0])!;
        using var store = await fixture.Store("log");
        await store.PutSegment("lookers", (string)example["rule"]!["text"]!);
        await store.Apply("identify", """{"userId":"1","timestamp":"2017-01-01T09:00:00Z","traits":{"country":"BR"}}""");
        await View(store, "2017-01-01T10:00:00Z");
        await View(store, "2017-01-02T10:00:00Z");

        var answer = (await store.Get("/api/v1/customers/u:1/segments/lookers")).Ok().Text;

        Assert.True(JsonNode.DeepEquals(example, JsonNode.Parse(answer)), answer);
    }

    [Fact]
    public async Task GetSegment_TimePasses_TheFiguresAreOfTheStoresNow()
    {
        using var store = await Store();
        await View(store, "2017-01-01T10:00:00Z");
        var before = (await store.Get("/api/v1/customers/u:1/segments/lookers")).Ok();
        (await store.Post("/api/v1/clock", """{"to":"2017-01-20T00:00:00Z"}""")).Ok();

        var why = (await store.Get("/api/v1/customers/u:1/segments/lookers")).Ok();

        Assert.Equal(1, Figure(Parts(before["rule"])[1], "count", "times").GetInt32());
        Assert.Equal(0, Figure(Parts(why["rule"])[1], "count", "times").GetInt32());
        Assert.Equal("2017-01-20T00:00:00.000Z", why["asOf"].GetString());
        Assert.False(why["member"].GetBoolean());
        Assert.Equal(JsonValueKind.Null, why["since"].ValueKind);
    }

    [Fact]
    public async Task GetSegments_Memberships_SayWhySinceAndUntil()
    {
        using var store = await Store();
        await store.PutSegment("brazil", "country = \"BR\"");
        await View(store, "2017-01-01T10:00:00Z");
        await View(store, "2017-01-02T10:00:00Z");

        var items = (await store.Get("/api/v1/customers/u:1/segments")).Ok()["items"].EnumerateArray().ToList();

        Assert.Equal(["brazil", "lookers"], items.Select(item => item.GetProperty("id").GetString()));
        Assert.Equal("country is BR", items[0].GetProperty("why").GetString());
        Assert.Equal(JsonValueKind.Null, items[0].GetProperty("until").ValueKind);
        Assert.Equal("2017-01-02T10:00:00.000Z", items[1].GetProperty("since").GetString());
        Assert.Equal("2017-01-08T10:00:00.000Z", items[1].GetProperty("until").GetString());
    }

    [Fact]
    public async Task GetSegment_OneWhoLeftByTime_SaysSinceWhen()
    {
        using var store = await Store();
        await View(store, "2017-01-01T10:00:00Z");
        await View(store, "2017-01-02T10:00:00Z");
        (await store.Post("/api/v1/clock", """{"to":"2017-01-08T12:00:00Z"}""")).Ok();

        var why = (await store.Get("/api/v1/customers/u:1/segments/lookers")).Ok();

        Assert.False(why["member"].GetBoolean());
        Assert.Equal("2017-01-08T10:00:00.000Z", why["since"].GetString());
        Assert.Equal("\"Product Viewed\" 1 of 2 times needed in the last 7 days; the oldest counted leaves on 2017-01-09 10:00", why["why"].GetString());
    }

    [Fact]
    public async Task GetSegment_OnTheWallClock_IsAsOfNow()
    {
        using var store = await fixture.Store();
        await store.PutSegment("all", "everyone");
        await store.Apply("identify", """{"userId":"1"}""");
        var seen = (await store.Get("/api/v1/customers/u:1")).Ok()["asOf"].GetDateTimeOffset();

        var why = (await store.Get("/api/v1/customers/u:1/segments/all")).Ok();

        Assert.True(why["asOf"].GetDateTimeOffset() > seen);
        Assert.Equal("Everyone", why["why"].GetString());
    }

    [Theory]
    [InlineData("/api/v1/customers/u:1/segments/none")]
    [InlineData("/api/v1/customers/u:nobody/segments/lookers")]
    [InlineData("/api/v1/customers/u:nobody/segments")]
    public async Task GetSegment_UnknownSegmentOrCustomer_IsNotFound(string path)
    {
        using var store = await Store();

        (await store.Get(path)).Problem(HttpStatusCode.NotFound);
    }

    private async Task<TestStore> Store()
    {
        var store = await fixture.Store("log");
        await store.PutSegment("lookers", Lookers);
        await store.Apply("identify", """{"userId":"1","timestamp":"2017-01-01T09:00:00Z","traits":{"country":"BR"}}""");
        return store;
    }

    private static Task<Answer> View(TestStore store, string at) =>
        store.Apply("track", $$$"""{"userId":"1","event":"Product Viewed","timestamp":"{{{at}}}","properties":{"product_id":"p"}}""");

    private static List<JsonElement> Parts(JsonElement part) => [.. part.GetProperty("parts").EnumerateArray()];

    private static JsonElement Figure(JsonElement part, string name, string unit)
    {
        var figure = part.GetProperty("figures").GetProperty(name);
        Assert.Equal(unit, figure.GetProperty("unit").GetString());
        return figure.GetProperty("value");
    }
}
