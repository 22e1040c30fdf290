using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Customers;

/// <summary>Customers that are one person, from the collector to the feed.</summary>
[Collection(SiloCollection.Name)]
public class MergeTests(SiloFixture fixture)
{
    private const string Wait = "?wait=applied&timeout=30000";

    // As soon as the identify is applied, so is what followed from it: reads by either id give the one customer.
    [Fact]
    public async Task Identify_AfterBrowsing_IsOneCustomerOnceItIsApplied()
    {
        using var store = await fixture.Store();
        await store.PutSegment("looked", "did \"Product Viewed\" at least 2 times");
        await store.Apply("track", """{"anonymousId":"d","event":"Product Viewed","timestamp":"2024-05-01T10:00:00Z"}""");
        await store.Apply("track", """{"userId":"ana","event":"Product Viewed","timestamp":"2024-05-01T11:00:00Z"}""");
        await store.Apply("identify", """{"userId":"ana","anonymousId":"d","timestamp":"2024-05-01T12:00:00Z"}""");

        foreach (var id in new[] { "a:d", "u:ana" })
        {
            var customer = (await store.Get($"/api/v1/customers/{id}")).Ok();
            Assert.Equal("u:ana", customer["id"].GetString());
            Assert.Equal("""["u:ana","a:d"]""", customer["identities"].GetRawText());
            Assert.Equal("looked", Assert.Single(customer["segments"].EnumerateArray()).GetProperty("id").GetString());
            var timeline = (await store.Get($"/api/v1/customers/{id}/timeline")).Ok()["items"].EnumerateArray();
            Assert.Equal(["identify", "track", "track"], timeline.Select(static item => item.GetProperty("type").GetString()));
        }
    }

    [Fact]
    public async Task Event_OfAMergedVisitor_IsTheUsers_OnceItIsApplied()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"ana","anonymousId":"d"}""");
        for (var order = 1; order <= 5; order++)
        {
            await store.Apply("track", $$"""{"anonymousId":"d","event":"Order Completed","properties":{"order_id":{{order}},"total":10} }""");
            Assert.Equal(order, (await store.Get("/api/v1/customers/u:ana")).Ok()["figures"].GetProperty("orders").GetInt32());
        }

        Assert.True((await store.Post($"/api/v1/customers/a:d/tags{Wait}", """{"add":["vip"]}""")).Ok()["applied"].GetBoolean());
        Assert.Equal("""["vip"]""", (await store.Get("/api/v1/customers/u:ana"))["tags"].GetRawText());
    }

    [Fact]
    public async Task Merge_Asked_IsInTheFeed_AndCountsStayExact()
    {
        using var store = await fixture.Store();
        await store.PutSegment("one", "did \"x\"");
        await store.Apply("track", """{"userId":"bea","event":"x"}""");
        await store.Apply("track", """{"userId":"ana","event":"y"}""");

        Assert.True((await store.Post($"/api/v1/customers/u:bea/merge{Wait}", """{"with":"u:ana"}""")).Ok()["applied"].GetBoolean());
        Assert.True((await store.Post($"/api/v1/customers/u:bea/merge{Wait}", """{"with":"u:ana"}""")).Ok()["applied"].GetBoolean());

        var changes = (await store.Get("/api/v1/changes")).Ok()["items"].EnumerateArray().Where(static change => change.GetProperty("customer").ValueKind == JsonValueKind.String)
            .Select(static change => $"{change.GetProperty("customer")} {change.GetProperty("change")} {change.GetProperty("segment")} {change.GetProperty("cause")}").Order();
        Assert.Equal(["u:ana entered one merge", "u:bea entered one event", "u:bea left one merge", "u:bea merged  merge"], changes);
        var merged = (await store.Get("/api/v1/changes")).Ok()["items"].EnumerateArray().Single(static change => change.GetProperty("change").GetString() == "merged");
        Assert.Equal("u:ana", merged.GetProperty("into").GetString());
        Assert.Equal(1, (await store.Get("/api/v1/segments/one")).Ok()["count"].GetInt64());
        var members = (await store.Get("/api/v1/segments/one/members")).Ok()["items"].EnumerateArray();
        Assert.Equal(["u:ana"], members.Select(static member => member.GetProperty("customer").GetString()));
    }

    [Fact]
    public async Task Unmerge_FromTheArchive_GivesEachItsOwn()
    {
        using var store = await fixture.Store();
        await store.PutSegment("two", "orders >= 2");
        await store.Apply("track", """{"anonymousId":"d","event":"Order Completed","properties":{"order_id":1,"total":10} }""");
        await store.Apply("track", """{"userId":"ana","event":"Order Completed","properties":{"order_id":2,"total":20} }""");
        await store.Apply("identify", """{"userId":"ana","anonymousId":"d"}""");
        await store.Apply("track", """{"anonymousId":"d","event":"Order Completed","properties":{"order_id":3,"total":30} }""");
        Assert.Equal(1, (await store.Get("/api/v1/segments/two")).Ok()["count"].GetInt64());

        Assert.True((await store.Post($"/api/v1/customers/u:ana/unmerge{Wait}", """{"with":"a:d"}""")).Ok()["applied"].GetBoolean());
        (await store.Post($"/api/v1/customers/u:ana/unmerge{Wait}", """{"with":"a:d"}""")).Problem(HttpStatusCode.Conflict);

        await store.Apply("track", """{"anonymousId":"d","event":"Order Completed","properties":{"order_id":4,"total":40} }""");
        foreach (var (id, orders, revenue) in new[] { ("u:ana", 1, "20.00"), ("a:d", 3, "80.00") })
        {
            var customer = (await store.Get($"/api/v1/customers/{id}")).Ok();
            Assert.Equal((id, orders, revenue), (customer["id"].GetString(), customer["figures"].GetProperty("orders").GetInt32(), customer["figures"].GetProperty("revenue").GetString()));
        }

        var members = (await store.Get("/api/v1/segments/two/members")).Ok()["items"].EnumerateArray();
        Assert.Equal(["a:d"], members.Select(static member => member.GetProperty("customer").GetString()));
    }

    // The key of a web page is in everybody's hands.
    [Fact]
    public async Task Identify_WithTheWriteKey_MergesNobodyByEmail()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"ana","traits":{"email":"ana@x.test"}}""");
        (await store.Collect("identify?wait=applied&timeout=30000", TestStore.Body("""{"anonymousId":"thief","traits":{"email":"ana@x.test"},"public":false}"""))).Ok();
        Assert.Equal("a:thief", (await store.Get("/api/v1/customers/a:thief")).Ok()["id"].GetString());
    }

    [Theory]
    [InlineData("{}", HttpStatusCode.BadRequest)]
    [InlineData("""{"with":"ana"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"with":"e:abc"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"with":"u:nobody"}""", HttpStatusCode.NotFound)]
    public async Task PostMerge_BadBody_IsRefused(string body, HttpStatusCode expected)
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        Assert.Equal(expected, (await store.Post("/api/v1/customers/u:1/merge", body)).Status);
    }

    [Theory]
    [InlineData("link")]
    [InlineData("claim")]
    [InlineData("handOver")]
    [InlineData("apart")]
    public async Task Collector_RecordsBetweenHomes_AreRefused(string type)
    {
        using var store = await fixture.Store();
        var answer = await store.Post("/v1/batch", $$"""{"batch":[{"type":"{{type}}","userId":"1","with":"u:2"}]}""");
        Assert.Equal("unknownType", answer.Ok()["rejected"][0].GetProperty("reason").GetString());
    }
}
