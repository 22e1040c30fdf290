using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Segments;

[Collection(SiloCollection.Name)]
public class TrendTests(SiloFixture fixture)
{
    [Fact]
    public async Task Get_SegmentThatGrewAndShrank_HasItsSizeAtTheEndOfEachDay()
    {
        using var store = await fixture.Store("log");
        await store.PutSegment("empty", "country = \"PT\"");
        await store.PutSegment("recent", "last \"Visit\" less than 3 days ago");
        await Visit(store, "1", "2017-03-02T10:00:00Z");
        await Visit(store, "2", "2017-03-03T10:00:00Z");
        await Visit(store, "2", "2017-03-04T10:00:00Z");
        await Visit(store, "3", "2017-03-06T09:00:00Z");
        (await store.Post("/api/v1/clock", """{"to":"2017-03-06T23:00:00Z"}""")).Ok(); // in every partition

        var trends = (await store.Get("/api/v1/segments/trends?days=6")).Ok();

        Assert.Equal(
            """{"items":[{"id":"empty","sizes":[0,0,0,0,0,0]},{"id":"recent","sizes":[0,1,2,2,1,2]}],"from":"2017-03-01","to":"2017-03-06"}""",
            trends.Text);
        Assert.Equal(30, (await store.Get("/api/v1/segments/trends")).Ok()["items"][0].GetProperty("sizes").GetArrayLength());
    }

    [Theory]
    [InlineData("days=0")]
    [InlineData("days=367")]
    [InlineData("days=x")]
    public async Task Get_BadQuery_Is400(string query)
    {
        using var store = await fixture.Store();

        (await store.Get($"/api/v1/segments/trends?{query}")).Problem(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Put_SegmentOfThatName_Is400()
    {
        using var store = await fixture.Store();

        var problem = (await store.PutSegment("trends", "everyone")).Problem(HttpStatusCode.BadRequest);

        Assert.Equal("id", problem["errors"][0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Get_WithoutScope_IsForbidden()
    {
        using var store = await fixture.Store();
        var key = (await store.Post("/api/v1/keys", """{"name":"k","scopes":["ingest"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Send(HttpMethod.Get, "/api/v1/segments/trends", null, key)).Problem(HttpStatusCode.Forbidden);
    }

    private static Task<Answer> Visit(TestStore store, string user, string at) => store.Apply("track", $$"""{"userId":"{{user}}","event":"Visit","timestamp":"{{at}}"}""");
}
