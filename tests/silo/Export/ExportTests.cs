using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Export;

[Collection(SiloCollection.Name)]
public class ExportTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/customers/u:1/export";

    private static readonly JsonElement Schema = JsonElement.Parse(File.ReadAllText(System.IO.Path.Combine(Repository.Root, "silo/Export/export.schema.json")));

    [Fact]
    public async Task Post_AFullLife_IsWholeAndAsTheSchemaSays()
    {
        using var store = await fixture.Store();
        await Live(store);

        var export = (await store.Post(Path, "")).Ok();

        Assert.Empty(SchemaCheck.Errors(Schema, export.Json));
        Assert.Equal("application/json", export.Type);
        Assert.Equal("u:1", export["profile"].GetProperty("id").GetString());
        Assert.Equal("checkout", export["profile"].GetProperty("consents").GetProperty("email").GetProperty("source").GetString());
        Assert.Equal(["120.50 0.00 True", "30.00 30.00 True"], export["orders"].EnumerateArray().Select(static order =>
            $"{order.GetProperty("total").GetString()} {order.GetProperty("refunded").GetString()} {order.GetProperty("counts").GetBoolean()}").Order());
        Assert.Equal("Called", export["notes"][0].GetProperty("text").GetString());
        Assert.Equal(
            ["page", "track", "track", "track", "identify", "consents", "tags", "note"], export["events"].EnumerateArray().Select(static one => one.GetProperty("type").GetString()));
        Assert.Equal("é😀", export["events"][0].GetProperty("event").GetProperty("properties").GetProperty("title").GetString());
    }

    [Fact]
    public async Task Post_ManyEvents_AreAllThereOldestFirst()
    {
        using var store = await fixture.Store();
        foreach (var batch in Enumerable.Range(0, 1_050).Reverse().Chunk(350))
        {
            var events = batch.Select(static n => $$"""{"type":"track","userId":"1","event":"E","timestamp":"{{DateTime.UnixEpoch.AddYears(50).AddMinutes(n):O}}","properties":{"n":{{n}} } }""");
            await store.Apply("batch", $$"""{"batch":[{{string.Join(',', events)}}]}""");
        }

        var export = (await store.Post(Path, "")).Ok();

        Assert.Equal(Enumerable.Range(0, 1_050), export["events"].EnumerateArray().Select(static one => one.GetProperty("event").GetProperty("properties").GetProperty("n").GetInt32()));
        Assert.Empty(SchemaCheck.Errors(Schema, export.Json));
    }

    [Fact]
    public async Task Post_MergedCustomer_IsWholeUnderEitherId()
    {
        using var store = await fixture.Store();
        await store.Apply("page", """{"anonymousId":"v","name":"Shoes","timestamp":"2026-01-01T10:00:00Z"}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2026-01-01T11:00:00Z","properties":{"order_id":"o","total":7}}""");
        await store.Apply("identify", """{"userId":"1","anonymousId":"v","timestamp":"2026-01-01T12:00:00Z"}""");

        foreach (var path in (string[])[Path, "/api/v1/customers/a:v/export"])
        {
            var export = (await store.Post(path, "")).Ok();

            Assert.Equal("u:1", export["profile"].GetProperty("id").GetString());
            Assert.Equal(["page", "track", "identify"], export["events"].EnumerateArray().Select(static one => one.GetProperty("type").GetString()));
            Assert.Empty(SchemaCheck.Errors(Schema, export.Json));
        }
    }

    [Fact]
    public async Task Post_ManyOneAfterAnother_LeaveTheirConnectionsAsTheyWere()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"A"}""");

        for (var i = 0; i < 60; i++)
        {
            Assert.Single((await store.Post(Path, "")).Ok()["events"].EnumerateArray());
        }
    }

    [Fact]
    public async Task Post_NobodyOrNoScope_IsAProblem()
    {
        using var store = await fixture.Store();
        await store.Apply("track", """{"userId":"1","event":"A"}""");
        var reader = (await store.Post("/api/v1/keys", """{"name":"reader","scopes":["customers:read","customers:write","admin"]}""")).Expect(HttpStatusCode.Created)["secret"].GetString();

        (await store.Post("/api/v1/customers/u:2/export", "")).Problem(HttpStatusCode.NotFound);
        (await store.Send(HttpMethod.Post, Path, null, reader)).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public void Errors_OfABadDocument_NameThePlace()
    {
        var schema = JsonElement.Parse("""{"type":"object","required":["a"],"additionalProperties":false,"properties":{"a":{"type":"array","items":{"type":["string","null"]}}}}""");

        Assert.Empty(SchemaCheck.Errors(schema, JsonElement.Parse("""{"a":["x",null]}""")));
        Assert.Equal("$.a[1]: type [\"string\",\"null\"]", Assert.Single(SchemaCheck.Errors(schema, JsonElement.Parse("""{"a":["x",2]}"""))));
        Assert.StartsWith("$: required", Assert.Single(SchemaCheck.Errors(schema, JsonElement.Parse("{}"))), StringComparison.Ordinal);
        Assert.StartsWith("$: additionalProperties", Assert.Single(SchemaCheck.Errors(schema, JsonElement.Parse("""{"a":[],"b":1}"""))), StringComparison.Ordinal);
    }

    private static async Task Live(TestStore store)
    {
        await store.PutSegment("buyers", "orders > 0");
        await store.Apply("page", """{"userId":"1","name":"Home","timestamp":"2024-01-01T00:00:00Z","properties":{"title":"é😀"},"context":{"campaign":{"source":"news","medium":"email"},"device":{"id":"d","model":"M","type":"ios"},"app":{"name":"shop"}}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2024-01-02T00:00:00Z","properties":{"order_id":"o","total":"120.5","products":[{"category":"Shoes","brand":"B","price":1,"quantity":1}]}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2024-01-03T00:00:00Z","properties":{"order_id":"p","total":30}}""");
        await store.Apply("track", """{"userId":"1","event":"Order Refunded","timestamp":"2024-01-04T00:00:00Z","properties":{"order_id":"p"}}""");
        await store.Apply("identify", """{"userId":"1","timestamp":"2024-01-05T00:00:00Z","traits":{"email":"not one","country":"BR","seats":3,"nested":{"a":[1]}}}""");
        const string Customer = "/api/v1/customers/u:1", Wait = "?wait=applied&timeout=30000";
        (await store.Post($"{Customer}/consents{Wait}", """{"channel":"email","state":"granted","source":"checkout","version":"7"}""")).Ok();
        (await store.Post($"{Customer}/tags{Wait}", """{"add":["vip"]}""")).Ok();
        (await store.Post($"{Customer}/notes{Wait}", """{"text":"Called","author":"Ana"}""")).Ok();
    }
}
