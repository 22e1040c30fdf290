using System.Net;
using System.Text.Json;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Npgsql;

namespace Crm.Silo.Tests.Access;

[Collection(SiloCollection.Name)]
public class AccessLogTests(SiloFixture fixture)
{
    private const string Path = "/api/v1/access-log";

    [Fact]
    public async Task Get_AfterReadsAndWrites_NamesKeyRouteCustomerAndStatus()
    {
        using var store = await fixture.Store();
        await store.Apply("identify", """{"userId":"1"}""");
        var created = (await store.Post("/api/v1/keys", """{"name":"Clerk","scopes":["customers:read"]}""")).Expect(HttpStatusCode.Created);
        var clerk = created["secret"].GetString();
        (await store.Send(HttpMethod.Get, "/api/v1/customers/u:1", null, clerk)).Ok();
        (await store.Send(HttpMethod.Get, "/api/v1/customers/u:1/notes", null, clerk)).Ok();
        (await store.Send(HttpMethod.Post, "/api/v1/customers/u:1/tags", TestStore.Body("""{"add":["a"]}"""), clerk)).Problem(HttpStatusCode.Forbidden);
        (await store.Send(HttpMethod.Get, "/api/v1/customers/u:2", null, clerk)).Problem(HttpStatusCode.NotFound);
        (await store.Get("/api/v1/segments")).Ok(); // nobody's data

        var clerks = await Entries(store, $"?key={created["id"].GetString()}", 4);

        Assert.Equal(
            ["GET /api/v1/customers/{id} 404", "POST /api/v1/customers/{id}/tags 403", "GET /api/v1/customers/{id}/notes 200", "GET /api/v1/customers/{id} 200"], clerks.Select(Text));
        Assert.All(clerks, entry => Assert.Equal(("Clerk", created["id"].GetString()), (entry.GetProperty("keyName").GetString(), entry.GetProperty("key").GetString())));
        var one = await Entries(store, "?customer=u:1", 3);
        Assert.Equal(3, one.Count);
        Assert.Single(clerks.Take(1).Select(static entry => entry.GetProperty("customer").GetString()).Except(one.Select(static entry => entry.GetProperty("customer").GetString())));
        Assert.Equal(["from", "customer", "key"], (await store.Get($"{Path}?customer=1&key=2&from=3")).Problem(HttpStatusCode.BadRequest).Fields);
        (await store.Send(HttpMethod.Get, Path, null, clerk)).Problem(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Stop_WhileEntriesWait_LosesNone()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        using var store = await TestStore.Create(silo.Url, "wall");
        await store.Apply("identify", """{"userId":"1"}""");
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var connection = await source.OpenConnectionAsync();
        await using var held = await connection.BeginTransactionAsync(); // nothing can be written until it ends
        await using (var hold = new NpgsqlCommand("lock table crm.access_log in access exclusive mode", connection))
        {
            await hold.ExecuteNonQueryAsync();
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            for (var n = 0; n < 250; n++)
            {
                (await store.Get("/api/v1/customers/u:1")).Ok();
            }
        }));

        var stopping = silo.Stop();
        await held.CommitAsync();

        Assert.Equal(0, await stopping);
        Assert.Equal(2_000L, await database.Scalar<long>("select count(*) from crm.access_log where status = 200 and route = '/api/v1/customers/{id}'"));
    }

    private static string Text(JsonElement entry) =>
        $"{entry.GetProperty("method").GetString()} {entry.GetProperty("route").GetString()} {entry.GetProperty("status").GetInt32()}";

    /// <summary>Newest first, once there are as many.</summary>
    private static async Task<List<JsonElement>> Entries(TestStore store, string query, int count)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (true)
        {
            var entries = (await store.Get(Path + query)).Ok()["items"].EnumerateArray().ToList();
            if (entries.Count >= count || System.Diagnostics.Stopwatch.GetElapsedTime(start) > TimeSpan.FromSeconds(60))
            {
                return entries;
            }

            await Task.Delay(50);
        }
    }
}
