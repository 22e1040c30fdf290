using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Segments;

[Collection(SiloCollection.Name)]
public class SegmentTests(SiloFixture fixture)
{
    [Fact]
    public async Task Put_NewRuleOverHistory_FindsItsMembers()
    {
        using var store = await fixture.Store();
        for (var i = 0; i < 5; i++)
        {
            await store.Apply("identify", $$$"""{"userId":"{{{i}}}","traits":{"country":"{{{(i < 3 ? "BR" : "PT")}}}"}}""");
        }

        var segment = (await store.PutSegment("br", "country = \"BR\"")).Ok();

        Assert.Equal("live", segment["state"].GetString());
        Assert.Equal(1, segment["progress"].GetDouble());
        Assert.Equal(3, (await store.Get("/api/v1/segments/br"))["count"].GetInt64());
        Assert.Equal("""{"field":"country","op":"=","value":"BR"}""", segment["rule"].GetRawText());
        Assert.Equal("country = \"BR\"", segment["text"].GetString());
    }

    [Fact]
    public async Task Put_RuleAsJson_IsTheSameRule()
    {
        using var store = await fixture.Store();
        var first = (await store.PutSegment("s", "country = \"BR\"")).Ok();

        var second = (await store.Put("/api/v1/segments/s", """{"name":"s","rule":{"field":"country","op":"=","value":"BR"}}""")).Ok();

        Assert.Equal(first["version"].GetInt32(), second["version"].GetInt32());
        Assert.Equal($"\"{first["version"].GetInt32()}\"", second.Headers.ETag?.Tag);
    }

    [Fact]
    public async Task Put_EditedRule_MovesItsMembers()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1","traits":{"country":"BR"}}""");
        await store.PutSegment("s", "country = \"BR\"");

        var edited = (await store.PutSegment("s", "country = \"PT\"")).Ok();

        Assert.Equal("live", edited["state"].GetString());
        Assert.Equal(0, (await store.Get("/api/v1/segments/s/members"))["items"].GetArrayLength());
        var changes = (await store.Get("/api/v1/segments/s/changes"))["items"].EnumerateArray()
            .Where(static change => change.GetProperty("customer").GetString() == "u:1").ToList();
        Assert.Equal(["entered", "left"], changes.Select(static change => change.GetProperty("change").GetString()));
        Assert.Equal("definition", changes[1].GetProperty("cause").GetString());
    }

    [Fact]
    public async Task Put_IfMatch_RefusesAnotherVersion()
    {
        using var store = await fixture.Store();
        var version = (await store.PutSegment("s", "everyone")).Ok()["version"].GetInt32();
        var body = """{"name":"other","rule":"country is known"}""";

        (await Put(store, body, ("If-Match", $"\"{version + 1}\""))).Problem(HttpStatusCode.PreconditionFailed);
        (await Put(store, body, ("If-None-Match", "*"))).Problem(HttpStatusCode.PreconditionFailed);
        (await Put(store, body, ("If-Match", "x"))).Problem(HttpStatusCode.BadRequest);
        (await Put(store, body, ("If-Match", $"\"{version}\""))).Ok();
        (await store.Send(HttpMethod.Delete, "/api/v1/segments/s", null, null, ("If-Match", $"\"{version}\""))).Problem(HttpStatusCode.PreconditionFailed);
    }

    [Fact]
    public async Task Delete_Segment_IsGone()
    {
        using var store = await fixture.Store();
        await store.PutSegment("s", "everyone");

        (await store.Delete("/api/v1/segments/s")).Expect(HttpStatusCode.NoContent);

        (await store.Get("/api/v1/segments/s")).Problem(HttpStatusCode.NotFound);
        (await store.Get("/api/v1/segments/s/members")).Problem(HttpStatusCode.NotFound);
        (await store.Delete("/api/v1/segments/s")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("s", """{"name":"n","rule":"contry = \"BR\""}""", "rule")]
    [InlineData("s", """{"name":"n","rule":{"field":"country","op":"?","value":1}}""", "rule.op")]
    [InlineData("s", """{"name":"n"}""", "rule")]
    [InlineData("s", """{"name":"","rule":"everyone"}""", "name")]
    [InlineData("s", """{"rule":"everyone"}""", "name")]
    [InlineData("s", """{"name":1,"rule":"everyone"}""", "name")]
    [InlineData("s", """{"name":"n","rule":"everyone","colour":"red"}""", "colour")]
    [InlineData("S%20x", """{"name":"n","rule":"everyone"}""", "id")]
    [InlineData("s", "", "body")]
    public async Task Put_Bad_NamesTheField(string id, string json, string field)
    {
        using var store = await fixture.Store();

        Assert.Equal([field], (await store.Put($"/api/v1/segments/{id}", json)).Problem(HttpStatusCode.BadRequest).Fields);
    }

    private static Task<Answer> Put(TestStore store, string body, (string, string) header) =>
        store.Send(HttpMethod.Put, "/api/v1/segments/s", TestStore.Body(body), null, header);
}
