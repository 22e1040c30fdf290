using System.Net;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Retention;

/// <summary>A silo that looks for what is old every fifth of a second, and a database that can be made to look older.</summary>
public sealed class RetentionTests : IAsyncLifetime
{
    private const string Settings = "/api/v1/privacy/settings";
    private const long Day = 86_400_000;

    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;
    private TestStore _store = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        _silo = new(_database.ConnectionString, new Dictionary<string, string> { ["Crm__Retention__Period"] = "00:00:00.200" });
        await _silo.Start();
        _store = await TestStore.Create(_silo.Url, "wall");
    }

    public async Task DisposeAsync()
    {
        _store.Dispose();
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Put_VersionByVersion_IsAnsweredAsItStands()
    {
        Assert.Equal(0, (await _store.Get(Settings)).Ok()["version"].GetInt32());
        var body = """{"retention":{"changes":30,"accessLog":10}}""";

        var first = (await _store.Put(Settings, body)).Ok();

        Assert.Equal("""{"events":null,"changes":30,"deadLetters":null,"actions":null,"accessLog":10}""", first["retention"].GetRawText());
        Assert.Equal("\"1\"", first.Headers.ETag!.Tag);
        Assert.Equal(1, (await _store.Put(Settings, body)).Ok()["version"].GetInt32());
        (await _store.Send(HttpMethod.Put, Settings, TestStore.Body("{}"), null, ("If-Match", "\"7\""))).Problem(HttpStatusCode.PreconditionFailed);
        (await _store.Send(HttpMethod.Put, Settings, TestStore.Body("{}"), null, ("If-None-Match", "*"))).Problem(HttpStatusCode.PreconditionFailed);
        Assert.Equal(2, (await _store.Send(HttpMethod.Put, Settings, TestStore.Body("{}"), null, ("If-Match", "\"1\""))).Ok()["version"].GetInt32());
        Assert.Equal(["retention.events", "retention.accessLog"], (await _store.Put(Settings, """{"retention":{"events":0,"accessLog":36501}}""")).Problem(HttpStatusCode.BadRequest).Fields);
    }

    [Fact]
    public async Task PutSegment_LooksBackFurtherThanTheArchive_SaysSo()
    {
        Assert.DoesNotContain("historyFrom", (await _store.PutSegment("all", "did \"Visit\"")).Ok().Text, StringComparison.Ordinal);
        var floor = DateTimeOffset.UtcNow.AddDays(-30);
        await _database.Execute($"insert into crm.archive_floors (store, appended_before) values ('{_store.Name}', {floor.ToUnixTimeMilliseconds()})");

        Assert.Equal(floor.ToUnixTimeMilliseconds(), (await _store.PutSegment("all", "did \"Visit\" at least 2 times")).Ok()["historyFrom"].GetDateTimeOffset().ToUnixTimeMilliseconds());
        Assert.True((await _store.PutSegment("long", "did \"Visit\" in the last 31 days")).Ok().Json.TryGetProperty("historyFrom", out _));
        Assert.False((await _store.PutSegment("short", "did \"Visit\" in the last 29 days")).Ok().Json.TryGetProperty("historyFrom", out _));
        Assert.False((await _store.PutSegment("field", "country = \"BR\"")).Ok().Json.TryGetProperty("historyFrom", out _));
    }

    [Fact]
    public async Task Changes_OlderThanTheStoreKeepsThem_GoAndAnOlderPlaceAnswers410()
    {
        await _store.PutSegment("vip", "has tag \"vip\"");
        await Tag("1");
        var before = (await _store.Get("/api/v1/changes")).Ok()["next"].GetString(); // after "1" alone
        await Tag("2");
        await Tag("3");
        await _database.Execute($"update crm.feed set recorded_at = recorded_at - {3 * Day} where customer in ('u:1', 'u:2') or customer = ''");
        await Tag("4");
        var newest = (await _store.Get("/api/v1/segments/vip/members")).Ok()["changesAfter"].GetString();

        (await _store.Put(Settings, """{"retention":{"changes":2}}""")).Ok();

        await Until("select count(*) = 2 from crm.feed");
        Assert.Equal(["u:3", "u:4"], (await _store.Get("/api/v1/changes")).Ok()["items"].EnumerateArray().Select(static change => change.GetProperty("customer").GetString()).Order());
        (await _store.Get($"/api/v1/changes?after={before}")).Problem(HttpStatusCode.Gone);
        (await _store.Get($"/api/v1/segments/vip/changes?after={before}")).Problem(HttpStatusCode.Gone);
        (await _store.Get($"/api/v1/changes/stream?after={before}")).Problem(HttpStatusCode.Gone);
        Assert.Empty((await _store.Get($"/api/v1/changes?after={newest}")).Ok()["items"].EnumerateArray());
        Assert.Contains("crm_retention_deleted_total{kind=\"changes\"}", (await _store.Get("/metrics")).Ok().Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_OlderThanTheStoreKeepsThem_LeaveTheTimeline()
    {
        using var other = await TestStore.Create(_silo.Url, "wall");
        foreach (var store in (TestStore[])[_store, other])
        {
            await store.Apply("track", """{"userId":"1","event":"Old"}""");
            await store.Apply("track", """{"userId":"1","event":"New"}""");
        }

        await _database.Execute($"select crm.make_archive_month((extract(epoch from now()) * 1000)::bigint - {40 * Day})");
        await _database.Execute($"update crm.archive set appended_at = appended_at - {40 * Day} where name = 'Old'");

        (await _store.Put(Settings, """{"retention":{"events":30}}""")).Ok();

        await Until("select count(*) = 3 from crm.archive");
        Assert.Equal(["New"], await Timeline(_store));
        Assert.Equal(["New", "Old"], await Timeline(other));
    }

    private static async Task<IEnumerable<string?>> Timeline(TestStore store) =>
        (await store.Get("/api/v1/customers/u:1/timeline")).Ok()["items"].EnumerateArray().Select(static item => item.GetProperty("name").GetString());

    private async Task Tag(string customer)
    {
        await _store.Apply("identify", $$"""{"userId":"{{customer}}"}""");
        (await _store.Post($"/api/v1/customers/u:{customer}/tags?wait=applied&timeout=30000", """{"add":["vip"]}""")).Ok();
    }

    private async Task Until(string sql)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        while (!await _database.Scalar<bool>(sql))
        {
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(60), sql);
            await Task.Delay(50);
        }
    }
}
