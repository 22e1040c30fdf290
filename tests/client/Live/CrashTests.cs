using System.Text;
using System.Text.Json;
using Crm.Client.Changes;
using Crm.Client.Tests.Support;
using Crm.TestSupport;
using Crm.TestSupport.Databases;

namespace Crm.Client.Tests.Live;

/// <summary>The silo is killed and comes back while events are sent and changes are followed.</summary>
public class CrashTests
{
    private const int Events = 3_000;
    private const int Customers = 40;

    [Fact]
    public async Task Track_SiloKilledThreeTimes_EveryEventIsThereOnceAndInOrder()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        await using var store = await Store.On(silo, static options => (options.BatchSize, options.QueueLimit) = (25, 50));

        await Shaken(silo, i => store.Client.Track(
            $"u:{i % Customers}", "Order Completed", new() { ["order_id"] = $"o{i}", ["total"] = 1, ["n"] = i }, Patience.Token));
        await store.Client.FlushAsync(Patience.Token);

        for (var customer = 0; customer < Customers; customer++)
        {
            Assert.True(await store.Client.ApplyAsync(CrmEvent.Track($"u:{customer}", "Last"), TimeSpan.FromSeconds(30)));
            var figures = (await store.Client.Customers.GetAsync($"u:{customer}"))!.Figures;
            Assert.Equal((Events / Customers, (decimal)Events / Customers), (figures.Orders, figures.Revenue));
        }

        Assert.Empty(store.Undelivered);
        Assert.InRange(store.Log.Lines.Count(static line => line.Contains("sent again", StringComparison.Ordinal)), 3, 1_000);
        Assert.Equal(0L, await database.Scalar<long>("select count(*) from crm.dead_letters"));
        Assert.Equal((long)Events, await database.Scalar<long>("select count(*) from crm.archive where name = 'Order Completed'"));
        await InOrder(database);
    }

    [Fact]
    public async Task Changes_SiloKilledThreeTimes_HaveNoGapAndNoRepeat()
    {
        await using var database = await TestDatabase.Create(migrated: false);
        await using var silo = new SiloProcess(database.ConnectionString);
        await silo.Start();
        await using var store = await Store.On(silo, static options => (options.BatchSize, options.QueueLimit) = (25, 50));
        var segment = store.Client.Segments["br"];
        await segment.PutAsync("Brazil", "country = \"BR\"", wait: TimeSpan.FromSeconds(30));
        var after = (await segment.Members().SingleAsync()).ChangesAfter;
        var following = segment.Changes(after).First(Events);

        // Each event turns one customer around, so each brings exactly one change.
        await Shaken(silo, i => store.Client.Identify($"u:{i % Customers}", new() { ["country"] = i / Customers % 2 == 0 ? "BR" : "PT" }, Patience.Token));
        await store.Client.FlushAsync(Patience.Token);
        var changes = await following;
        Assert.InRange(store.Log.Lines.Count(static line => line.Contains("opened again", StringComparison.Ordinal)), 3, 1_000);

        var feed = await database.Scalar<string>("""
            select string_agg(partition || ':' || number || ':' || customer, ' ' order by partition, number) from crm.feed where segment = 'br' and customer <> ''
            """);
        Assert.Equal(feed, string.Join(' ', changes.GroupBy(static change => change.Partition).OrderBy(static partition => partition.Key) // keeps the order within each
            .SelectMany(static partition => partition).Select(static change => $"{change.Partition}:{change.Number}:{change.Customer}")));
        Assert.All(changes.GroupBy(static change => change.Customer), static customer =>
            Assert.Equal(Enumerable.Range(0, Events / Customers).Select(static i => i % 2 == 0 ? ChangeKind.Entered : ChangeKind.Left), customer.Select(static change => change.Kind)));
        await using var another = new CrmClient(store.Options);
        var rest = await another.Segments["br"].Changes(changes[1_000].Cursor).First(Events - 1_001); // as a process that was restarted does
        Assert.Equal(changes[1_001..].Select(static change => change.Id).Order(), rest.Select(static change => change.Id).Order());
    }

    private static async Task InOrder(TestDatabase database)
    {
        var store = await database.Scalar<string>("select name from crm.stores");
        const string Orders = "from crm.archive where name = 'Order Completed'";
        var customers = await database.Scalar<string[]>($"select array_agg(customer order by customer, log_offset) {Orders}");
        var events = await Unsealed.Open(database.ConnectionString, store, await database.Scalar<byte[][]>($"select array_agg(json order by customer, log_offset) {Orders}"));
        var numbers = customers.Zip(events, static (customer, json) => (customer, Number: JsonElement.Parse(Encoding.UTF8.GetString(json)).GetProperty("properties").GetProperty("n").GetInt32())).ToArray();
        Assert.Equal(numbers.Order(), numbers);
    }

    /// <summary>Does something for every event, and kills the silo three times in between; as the queue is short, each time in the midst of requests.</summary>
    private static async Task Shaken(SiloProcess silo, Func<int, ValueTask> act)
    {
        var restarts = new List<Task>();
        for (var i = 0; i < Events; i++)
        {
            await act(i);
            if (i % 1_000 == 500)
            {
                await Task.WhenAll(restarts);
                restarts.Add(KillAndStart(silo));
            }
        }

        await Task.WhenAll(restarts);
        Assert.Equal(3, restarts.Count);
    }

    private static async Task KillAndStart(SiloProcess silo)
    {
        await silo.Kill();
        await silo.Start();
    }
}
