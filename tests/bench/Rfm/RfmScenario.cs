using System.Diagnostics;
using Crm.Bench.Store1m;
using Crm.Core.Events;

namespace Crm.Bench.Rfm;

/// <summary>How long a refresh of RFM takes until every customer whom it concerns has its new cuts, and what the stream notices of it.</summary>
/// <param name="Customers">Each with one order at least, on one of 200 days.</param>
/// <param name="Settings">Of the silo.</param>
internal sealed record RfmScenario(string Server, int Customers, int Segments, IReadOnlyDictionary<string, string> Settings)
{
    private const int SteadyRate = 2_000;
    private const int Days = 200;
    private const int Moving = 100; // one customer in so many orders again before the refresh

    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(15);

    public async Task<Figures> Run()
    {
        var figures = new Figures("rfm");
        await using var store = await StoreUnderTest.Start(Server, Segments, 0, Settings);
        using var load = new KafkaLoad(store, new Clicks(Customers, StoreUnderTest.Partitions, 1));
        var now = DateTimeOffset.UtcNow;
        await load.Once(EventName.OrderCompleted, Customers, customer => now.AddDays(-(customer * 7919L % Days)).AddMinutes(-1));
        await load.Applied();
        await Stored(store);
        figures.Add("by quantiles for the first time, all scored anew", await Until(store, HttpMethod.Put, "/api/v1/rfm/settings", """{"method":"quantiles"}"""), "s");

        await load.Once(EventName.OrderCompleted, Customers / Moving, _ => DateTimeOffset.UtcNow);
        await load.Applied();
        await Stored(store);
        using var stop = new CancellationTokenSource();
        var steady = load.Run(SteadyRate, null, stop.Token);
        var (p50, p99) = await new Visibility(store).Measure(Quiet);
        figures.Add($"append until visible at {SteadyRate:N0}/s, p50", p50, "ms");
        figures.Add($"append until visible at {SteadyRate:N0}/s, p99", p99, "ms");
        await Refresh(figures, store);
        await stop.CancelAsync();
        await steady;
        return figures;
    }

    private async Task Refresh(Figures figures, StoreUnderTest store)
    {
        var visible = new Visibility(store).Measure(Quiet);
        await Task.Delay(TimeSpan.FromSeconds(3)); // the subscription stands
        figures.Add($"a refresh of {Customers:N0} customers at {SteadyRate:N0}/s, until all have it", await Until(store, HttpMethod.Post, "/api/v1/rfm/refresh", ""), "s", "20");
        figures.Add("customers whom it called", await Called(store), "");
        var (p50, p99) = await visible;
        figures.Add("append until visible meanwhile, p50", p50, "ms");
        figures.Add("append until visible meanwhile, p99", p99, "ms");
    }

    private static async Task<double> Until(StoreUnderTest store, HttpMethod method, string path, string json)
    {
        var clock = Stopwatch.StartNew();
        await store.Live(method, path, json);
        while (await store.Scalar<int>("select min((s_stores -> 'bench' ->> 'definitions')::integer) from crm.partitions") < await store.Scalar<int>("select max(version) from crm.definitions"))
        {
            await Task.Delay(100); // longer than an answer waits
        }

        return clock.Elapsed.TotalSeconds;
    }

    private static Task<long> Called(StoreUnderTest store) => store.Scalar<long>("select count(*) from crm.snapshots where definitions = (select max(version) from crm.definitions)");

    private static async Task Stored(StoreUnderTest store)
    {
        while (await store.Scalar<long>("select count(*) from crm.partitions where s_offset < e_offset") > 0)
        {
            await Task.Delay(500);
        }
    }
}
