using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Clock;

[Collection(SiloCollection.Name)]
public class ClockTests(SiloFixture fixture)
{
    [Fact]
    public async Task Post_OnTheWallClock_IsAConflict()
    {
        using var store = await fixture.Store();

        (await store.Post("/api/v1/clock", """{"to":"2026-01-01T00:00:00Z"}""")).Problem(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Post_OnTheLogsClock_FiresWhatIsDueByThen()
    {
        using var store = await fixture.Store("log");
        await store.PutSegment("lapsed", "last \"Order Completed\" more than 30 days ago");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2017-01-01T12:00:00Z","properties":{"order_id":"1","total":10,"currency":"BRL"}}""");

        (await store.Post("/api/v1/clock", """{"to":"2017-01-31T11:59:59.999Z"}""")).Ok();
        Assert.Equal(0, (await store.Get("/api/v1/segments/lapsed/members"))["items"].GetArrayLength());
        (await store.Post("/api/v1/clock", """{"to":"2017-02-10T00:00:00Z"}""")).Ok();

        var member = Assert.Single((await store.Get("/api/v1/segments/lapsed/members"))["items"].EnumerateArray());
        Assert.Equal("2017-01-31T12:00:00.000Z", member.GetProperty("since").GetString());
        var change = (await store.Get("/api/v1/segments/lapsed/changes"))["items"].EnumerateArray().Single(static change => change.GetProperty("change").GetString() == "entered");
        Assert.Equal("time", change.GetProperty("cause").GetString());
        Assert.Equal("2017-01-31T12:00:00.000Z", change.GetProperty("at").GetString());
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"to":"tomorrow"}""")]
    [InlineData("""{"to":"2017-01-01T00:00:00"}""")]
    [InlineData("""{"to":"1917-01-01T00:00:00Z"}""")]
    [InlineData("""{"to":1485630413000}""")]
    public async Task Post_NoInstant_Is400(string json)
    {
        using var store = await fixture.Store("log");

        (await store.Post("/api/v1/clock", json)).Problem(HttpStatusCode.BadRequest);
    }
}
