using Crm.Silo.Tests.Sample;
using Crm.Silo.Tests.Support;
using Crm.TestSupport;
using Crm.TestSupport.Databases;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Crashes;

/// <summary>The silo is killed again and again in the middle of a replay; what comes out must be what an undisturbed one brings about.</summary>
public class KillTests(ITestOutputHelper output)
{
    private const int Orders = 6_000;
    private const int PerRequest = 100;
    private const string AsOf = "2017-06-01T00:00:00Z";

    [Fact]
    public async Task Kill_TenTimesInAReplay_EqualsAnUndisturbedRun()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("CRM_SEED"), out var given) ? given : Random.Shared.Next();
        var kills = int.TryParse(Environment.GetEnvironmentVariable("CRM_KILLS"), out var many) ? many : 10;
        output.WriteLine($"seed {seed}");
        var events = SampleOrder.All().Take(Orders).SelectMany(WithBrowsing).ToArray();
        var calm = await Run(events, 0, new Random(seed));
        var shaken = await Run(events, kills, new Random(seed));

        Assert.NotEmpty(calm.Changes);
        Assert.Equal(calm.Customers, shaken.Customers);
        Assert.Equal(calm.Changes.Keys.Order(StringComparer.Ordinal), shaken.Changes.Keys.Order(StringComparer.Ordinal));
        foreach (var (customer, changes) in calm.Changes)
        {
            Assert.Equal(changes, shaken.Changes[customer]);
        }
    }

    // Browsing around the real basket is made up: one view and one cart an hour before it.
    private static IEnumerable<string> WithBrowsing(SampleOrder order)
    {
        foreach (var name in (string[])["Product Viewed", "Product Added"])
        {
            yield return $$"""
                {"type":"track","event":"{{name}}","userId":"{{order.Customer}}","messageId":"{{name}}-{{order.OrderId}}","timestamp":"{{order.At.AddHours(-1):yyyy-MM-dd'T'HH:mm:ss'Z'}}",
                "properties":{"product_id":"p","price":1},"context":{"generated":true} }
                """;
        }

        yield return order.Event();
    }

    private async Task<Outcome> Run(string[] events, int kills, Random random)
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        using var store = await TestStore.Create(silo.Url, "log", "shop");
        await store.PutSegment("viewers", "did \"Product Viewed\" at least 3 times in the last 7 days");
        await store.PutSegment("lapsed", "last \"Order Completed\" more than 30 days ago");
        await store.PutSegment("abandoned", "did \"Product Added\" then not \"Order Completed\" within 30 minutes");
        await store.PutSegment("good", "rfm in (\"Champions\", \"Loyal Customers\") or revenue >= 100");
        using var done = new CancellationTokenSource();
        var killer = Kill(silo, kills, random, done.Token);
        foreach (var chunk in events.Chunk(PerRequest))
        {
            await Insist(() => store.Post("/v1/batch", SampleOrder.Batch(chunk)));
            await Task.Delay(kills > 0 ? 25 : 0); // gives every kill its place in the stream
        }

        await done.CancelAsync();
        var killed = await killer;
        Assert.Equal(kills, killed);
        await Insist(() => store.Post("/api/v1/clock", $$"""{"to":"{{AsOf}}"}"""));
        return await Outcome.Of(store, database);
    }

    private async Task<int> Kill(SiloProcess silo, int kills, Random random, CancellationToken done)
    {
        var killed = 0;
        while (killed < kills && !done.IsCancellationRequested)
        {
            await Task.Delay(random.Next(20, 250), CancellationToken.None);
            await silo.Kill();
            killed++;
            output.WriteLine($"killed {killed}");
            await silo.Start();
        }

        return killed;
    }

    private static async Task<Answer> Insist(Func<Task<Answer>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var answer = await call();
                if ((int)answer.Status < 500)
                {
                    return answer.Ok();
                }
            }
            catch (HttpRequestException) when (attempt < 2_000)
            {
                // It is down: the same again, with the same messageIds.
            }

            await Task.Delay(20);
        }
    }

    private sealed record Outcome(IReadOnlyList<string> Customers, IReadOnlyDictionary<string, List<string>> Changes)
    {
        public static async Task<Outcome> Of(TestStore store, TestDatabase database)
        {
            var changes = new Dictionary<string, List<string>>();
            var numbers = new Dictionary<int, long>();
            for (var (after, more) = ("", true); more;)
            {
                var page = (await store.Get($"/api/v1/changes?limit=1000{after}")).Ok();
                after = "&after=" + Uri.EscapeDataString(page["next"].GetString()!);
                more = page["items"].GetArrayLength() > 0;
                foreach (var item in page["items"].EnumerateArray())
                {
                    var partition = item.GetProperty("partition").GetInt32();
                    var number = item.GetProperty("number").GetInt64();
                    Assert.Equal(numbers.GetValueOrDefault(partition) + 1, number); // gap-free
                    numbers[partition] = number;
                    var customer = item.GetProperty("customer").GetString() ?? $"partition {partition}";
                    var entry = $"{item.GetProperty("id").GetString()} {item.GetProperty("change").GetString()} {item.GetProperty("at").GetString()} {item.GetProperty("eventAt")} {item.GetProperty("cause")}";
                    (changes.TryGetValue(customer, out var known) ? known : changes[customer] = []).Add(entry);
                }
            }

            var ids = SampleOrder.All().Take(Orders).Select(static order => order.Customer).Distinct().Order(StringComparer.Ordinal);
            var customers = new List<string>();
            foreach (var id in ids)
            {
                customers.Add((await store.Get($"/api/v1/customers/u:{id}")).Ok().Text);
            }

            Assert.Equal((long)Orders * 3, await database.Scalar<long>("select count(*) from crm.archive"));
            return new(customers, changes);
        }
    }
}
