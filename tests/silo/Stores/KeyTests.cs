using System.Net;
using Crm.Silo.Tests.Support;

namespace Crm.Silo.Tests.Stores;

[Collection(SiloCollection.Name)]
public class KeyTests(SiloFixture fixture)
{
    [Fact]
    public async Task Key_WithScopes_OpensNoMore()
    {
        using var store = await fixture.Store();
        var secret = await Secret(store, """{"name":"reader","scopes":["segments:read"]}""");

        (await store.Send(HttpMethod.Get, "/api/v1/segments", null, secret)).Ok();
        (await store.Send(HttpMethod.Get, "/api/v1/customers/u:1", null, secret)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Put, "/api/v1/segments/s", TestStore.Body("""{"name":"s","rule":"everyone"}"""), secret)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Get, "/api/v1/keys", null, secret)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Post, "/v1/track", TestStore.Body("""{"userId":"1","event":"A"}"""), secret)).Problem(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Delete_Key_OpensNothing()
    {
        using var store = await fixture.Store();
        var secret = await Secret(store, """{"name":"gone","kind":"write"}""");
        (await store.Collect("page", TestStore.Body("""{"userId":"1"}"""), secret)).Ok();
        var listed = (await store.Get("/api/v1/keys")).Ok();
        Assert.DoesNotContain(secret, listed.Text, StringComparison.Ordinal);
        var id = listed["items"].EnumerateArray().Single(static key => key.GetProperty("name").GetString() == "gone").GetProperty("id").GetString();

        (await store.Delete($"/api/v1/keys/{id}")).Expect(HttpStatusCode.NoContent);

        (await store.Collect("page", TestStore.Body("""{"userId":"1"}"""), secret)).Problem(HttpStatusCode.Unauthorized);
        (await store.Delete($"/api/v1/keys/{id}")).Problem(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"name":"k"}""", "scopes")]
    [InlineData("""{"name":"k","scopes":["everything"]}""", "scopes")]
    [InlineData("""{"name":"k","kind":"write","scopes":["ingest"]}""", "scopes")]
    [InlineData("""{"scopes":["ingest"]}""", "name")]
    [InlineData("""{"name":"k","kind":"master","scopes":["ingest"]}""", "kind")]
    public async Task Create_Bad_NamesTheField(string json, string field)
    {
        using var store = await fixture.Store();

        Assert.Equal([field], (await store.Post("/api/v1/keys", json)).Problem(HttpStatusCode.BadRequest).Fields);
    }

    private static async Task<string> Secret(TestStore store, string json) =>
        (await store.Post("/api/v1/keys", json)).Expect(HttpStatusCode.Created)["secret"].GetString()!;
}
