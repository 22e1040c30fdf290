using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Segments;

[Collection(SiloCollection.Name)]
public class SegmentListTests(SiloFixture fixture)
{
    [Fact]
    public async Task List_Limit_PagesThroughAll()
    {
        using var store = await fixture.Store();
        foreach (var id in (string[])["c", "a", "b"])
        {
            (await store.Put($"/api/v1/segments/{id}", $$"""{"name":"{{id}}","rule":"everyone"}""")).Ok();
        }

        var first = (await store.Get("/api/v1/segments?limit=2")).Ok();
        var second = (await store.Get($"/api/v1/segments?limit=2&cursor={first["next"].GetString()}")).Ok();

        Assert.Equal(["a", "b"], first["items"].EnumerateArray().Select(static segment => segment.GetProperty("id").GetString()));
        Assert.Equal("c", second["items"][0].GetProperty("id").GetString());
        Assert.Null(second["next"].GetString());
    }

    [Fact]
    public async Task Members_Pages_AreContinuedByChanges()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "country = \"BR\"");
        await store.Apply("batch", $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, 5).Select(static i => $$$"""{"type":"identify","userId":"{{{i}}}","traits":{"country":"BR"}}"""))}}]}""");

        var first = (await store.Get("/api/v1/segments/s/members?limit=3")).Ok();
        await store.Apply("identify", """{"userId":"late","traits":{"country":"BR"}}""");
        var second = (await store.Get($"/api/v1/segments/s/members?limit=3&cursor={first["next"].GetString()}")).Ok();
        var changes = (await store.Get($"/api/v1/segments/s/changes?after={first["changesAfter"].GetString()}")).Ok();

        Assert.Equal(
            ["u:0", "u:1", "u:2", "u:3", "u:4"],
            first["items"].EnumerateArray().Concat(second["items"].EnumerateArray()).Select(static member => member.GetProperty("customer").GetString()));
        Assert.Equal(["u:late"], changes["items"].EnumerateArray().Select(static change => change.GetProperty("customer").GetString()));
    }
}
