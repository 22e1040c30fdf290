using System.Net;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;

namespace Crm.Silo.Tests.Stores;

[Collection(SiloCollection.Name)]
public class StoreTests(SiloFixture fixture)
{
    [Fact]
    public async Task Create_SameName_IsAConflict()
    {
        using var store = await fixture.Store();

        (await Admin(store, HttpMethod.Post, $$"""{"name":"{{store.Name}}"}""")).Problem(HttpStatusCode.Conflict);
        var listed = (await Admin(store, HttpMethod.Get, path: "/api/v1/stores?limit=500")).Ok();
        Assert.Contains(listed["items"].EnumerateArray(), item => item.GetProperty("name").GetString() == store.Name && item.GetProperty("currency").GetString() == "BRL");
        Assert.DoesNotContain(store.ApiKey, listed.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{}""", "name")]
    [InlineData("""{"name":"Ä"}""", "name")]
    [InlineData("""{"name":"a/b"}""", "name")]
    [InlineData("""{"name":"x","clock":"sun"}""", "clock")]
    [InlineData("""{"name":"x","zone":"Mars/Olympus"}""", "zone")]
    [InlineData("""{"name":"x","currency":"real"}""", "currency")]
    [InlineData("""{"name":"x","key":"y"}""", "key")]
    public async Task Create_Bad_NamesTheField(string json, string field)
    {
        using var store = await fixture.Store();

        Assert.Equal([field], (await Admin(store, HttpMethod.Post, json)).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task AddKeys_KeysWereLost_GivesTwoMoreThatWork()
    {
        using var store = await fixture.Store();

        var keys = (await Admin(store, HttpMethod.Post, path: $"/api/v1/stores/{store.Name}/keys")).Expect(HttpStatusCode.Created);
        (await store.Send(HttpMethod.Get, "/api/v1/segments", null, keys["apiKey"].GetString())).Ok();
        (await store.Collect("track", TestStore.Body("""{"userId":"1","event":"Product Viewed"}"""), keys["writeKey"].GetString())).Ok();
        (await store.Get("/api/v1/segments")).Ok();
        (await Admin(store, HttpMethod.Post, path: "/api/v1/stores/there-is-none/keys")).Problem(HttpStatusCode.NotFound);
        (await store.Send(HttpMethod.Post, $"/api/v1/stores/{store.Name}/keys", null)).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Stores_ByAStoresKey_AreForbidden()
    {
        using var store = await fixture.Store();

        (await store.Get("/api/v1/stores")).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Get, "/api/v1/stores", null, "wrong")).Problem(HttpStatusCode.Unauthorized);
        (await Admin(store, HttpMethod.Get, path: "/api/v1/segments")).Problem(HttpStatusCode.Forbidden);
    }

    private static Task<Answer> Admin(TestStore store, HttpMethod method, string? json = null, string path = "/api/v1/stores") =>
        store.Send(method, path, json is null ? null : TestStore.Body(json), SiloProcess.AdminKey);
}
