using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Silo.Tests.Rfm;

/// <summary>A silo that looks every fifth of a second whether a refresh is due.</summary>
public sealed class RfmRefreshTests : IAsyncLifetime
{
    private const string Settings = "/api/v1/rfm/settings?wait=live&timeout=30000";
    private const string Refresh = "/api/v1/rfm/refresh?wait=live&timeout=30000";

    private TestDatabase _database = null!;
    private SiloProcess _silo = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create(migrated: false);
        _silo = new(_database.ConnectionString, new Dictionary<string, string> { ["Crm__Rfm__Period"] = "00:00:00.200" });
        await _silo.Start();
    }

    public async Task DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _database.DisposeAsync();
    }

    // 100, 200, 300 and 400: a third is 200, two thirds are 300; a value on a cut is the higher score.
    [Fact]
    public async Task Refresh_ByQuantiles_CutsTheStoresCustomers()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        await Stored(_database, store, 100, 200, 300, 400);
        (await store.Put(Settings, """{"method":"quantiles","scores":3,"groups":[{"group":"Best","m":[3,3]},{"group":"Middle","m":[2,2]}]}""")).Ok();

        var rfm = (await store.Post(Refresh, "")).Ok();

        Assert.Equal("""{"r":[0,0],"f":[1,1],"m":["200.00","300.00"]}""", rfm["cuts"].GetRawText());
        Assert.Equal(("quantiles", 4), (rfm["method"].GetString(), rfm["customers"].GetInt32()));
        Assert.Equal("""{"Best":2,"Middle":1,"Others":1}""", rfm["groups"].GetRawText());
    }

    [Fact]
    public async Task Refresh_SameCuts_MakesNoVersion()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        await Stored(_database, store, 100, 200);
        (await store.Put(Settings, """{"method":"quantiles"}""")).Ok();
        var first = (await store.Post(Refresh, "")).Ok();

        Assert.Equal(first.Text, (await store.Post(Refresh, "")).Ok().Text);
    }

    [Fact]
    public async Task Refresh_CustomersWhoDoNotMove_KeepTheVersionTheyStandUnder()
    {
        using var store = await TestStore.Create(_silo.Url, "wall");
        await Stored(_database, store, 100, 200, 300, 400);
        (await store.Put(Settings, """{"method":"quantiles","scores":3,"thresholds":{"r":[10,20],"f":[2,3]}}""")).Ok();
        await store.PutSegment("best", "rfm.m = 3");
        await Stored(_database, store, 500, 600);

        var rfm = (await store.Post(Refresh, "")).Ok();

        // 266.67 and 433.33: 300 stays in the middle, 400 falls to it; 500 and 600 are the best still.
        Assert.Equal(["266.66666666666666666666666667", "433.33333333333333333333333333"], rfm["cuts"].GetProperty("m").EnumerateArray().Select(static cut => cut.GetString()));
        Assert.Equal([(1, 2), (1, 3), (2, 3), (2, 3), (3, 2), (3, 2)], await Scores(store, 100, 200, 300, 400, 500, 600));
        Assert.Equal(["u:500", "u:600"], (await store.Get("/api/v1/segments/best/members"))["items"].EnumerateArray().Select(static member => member.GetProperty("customer").GetString()!).Order());

        // Whatever changes one next, it takes the version with it.
        await store.Apply("track", """{"userId":"600","event":"Product Viewed"}""");
        Assert.Equal([(3, 3)], await Scores(store, 600));
    }

    [Fact]
    public async Task Schedule_OnTheLogsClock_GoesByTheStoresTime()
    {
        using var store = await TestStore.Create(_silo.Url, "log");
        await store.Apply("track", """{"userId":"1","event":"Order Completed","timestamp":"2024-05-01T10:00:00Z","properties":{"order_id":1,"total":"10","currency":"BRL"}}""");
        (await store.Put(Settings, """{"method":"quantiles","refreshEvery":"P7D"}""")).Ok();
        var before = (await store.Get("/api/v1/rfm")).Ok()["version"].GetInt32();

        (await store.Post("/api/v1/clock", """{"to":"2024-05-07T00:00:00Z"}""")).Ok();
        (await store.Post("/api/v1/clock", """{"to":"2024-05-21T12:00:00Z"}""")).Ok();

        await Eventually(async () => (await store.Get("/api/v1/rfm")).Ok()["version"].GetInt32() > before);
        var rfm = (await store.Get("/api/v1/rfm")).Ok();
        Assert.Equal("""[20,20,20,20]""", rfm["cuts"].GetProperty("r").GetRawText());
        Assert.Equal("2024-05-21T12:00:00.000Z", rfm["asOf"].GetString());
    }

    private static async Task<(int Score, int Version)[]> Scores(TestStore store, params int[] users)
    {
        var scores = new List<(int, int)>();
        foreach (var user in users)
        {
            var rfm = (await store.Get($"/api/v1/customers/u:{user}")).Ok()["rfm"];
            scores.Add((rfm.GetProperty("m").GetInt32(), rfm.GetProperty("version").GetInt32()));
        }

        return [.. scores];
    }

    // One order each, by a customer of that name; and the read model has them.
    internal static async Task Stored(TestDatabase database, TestStore store, params int[] totals)
    {
        foreach (var total in totals)
        {
            await RfmSettingsTests.Order(store, $"{total}", total);
        }

        await Eventually(async () => await database.Scalar<long>($"select count(*) from crm.snapshots where store = '{store.Name}' and customer in ({string.Join(",", totals.Select(static total => $"'u:{total}'"))}) and orders > 0") == totals.Length);
    }

    private static async Task Eventually(Func<Task<bool>> holds)
    {
        var until = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(until) < TimeSpan.FromSeconds(60), "It does not come about.");
            await Task.Delay(50);
        }
    }
}
