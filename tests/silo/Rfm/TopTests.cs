using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Rfm;

[Collection(SiloCollection.Name)]
public class TopTests(SiloFixture fixture)
{
    // Of 100 to 400 the upper quarter begins at 325.
    [Fact]
    public async Task PutSegment_OfAShare_IsRightAtOnceAndMovesByARefresh()
    {
        using var store = await fixture.Store();
        await RfmRefreshTests.Stored(fixture.Database, store, 100, 200, 300, 400);

        await store.PutSegment("best", "top 25 % by revenue");
        Assert.Equal(["u:400"], await Members(store));

        await RfmRefreshTests.Stored(fixture.Database, store, 1000, 2000);
        Assert.Equal(["u:1000", "u:2000", "u:400"], await Members(store));

        (await store.Post("/api/v1/rfm/refresh?wait=live&timeout=30000", "")).Ok();
        Assert.Equal(["u:1000", "u:2000"], await Members(store));
        Assert.Equal(
            ["u:400 left definition"],
            (await store.Get("/api/v1/segments/best/changes")).Ok()["items"].EnumerateArray().Where(static change => change.GetProperty("change").GetString() == "left")
                .Select(static change => $"{change.GetProperty("customer")} {change.GetProperty("change")} {change.GetProperty("cause")}"));
    }

    [Fact]
    public async Task PutAutomation_OfAShare_IsTaken()
    {
        using var store = await fixture.Store();

        (await store.Put("/api/v1/automations/best", """{"name":"Best","trigger":{"event":"Order Completed"},"condition":"top 10 % by orders","steps":[{"id":"tag","tag":{"add":["best"]}}]}""")).Ok();
    }

    [Fact]
    public async Task PutSegment_OfAShareThatIsNone_SaysWhere()
    {
        using var store = await fixture.Store();

        var error = (await store.Put("/api/v1/segments/best", """{"name":"Best","rule":"top 101 % by revenue"}""")).Problem(HttpStatusCode.BadRequest)["errors"][0];

        Assert.Equal(("rule", 4, "a number from 0.1 to 100, with one decimal at most"), (error.GetProperty("field").GetString(), error.GetProperty("position").GetInt32(), error.GetProperty("expected").GetString()));
    }

    private static async Task<IEnumerable<string>> Members(TestSupport.Stores.TestStore store) =>
        [.. (await store.Get("/api/v1/segments/best/members"))["items"].EnumerateArray().Select(static member => member.GetProperty("customer").GetString()!).Order(StringComparer.Ordinal)];
}
