using System.Diagnostics;
using Crm.Bench.Load;

namespace Crm.Bench.Store1m;

/// <summary>A large store through Kafka, the silo a process of its own: every customer once, then a steady stream as fast as it goes.</summary>
internal static class Store1mScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    public static async Task Run(string server, int customers, int segments, int automations, TimeSpan duration, IReadOnlyDictionary<string, string> settings)
    {
        await using var store = await StoreUnderTest.Start(server, segments, automations, settings);
        var clicks = new Clicks(customers, StoreUnderTest.Partitions, 1);
        using var load = new KafkaLoad(store, clicks);
        await Measure("every customer once", store, load, null, Enumerable.Range(0, customers).GetEnumerator(), Timeout.InfiniteTimeSpan);
        await Measure("warm-up", store, load, null, null, WarmUp);
        await Measure("full speed", store, load, null, null, duration);
        var limit = LimitLoop.EventsPerSecond([.. Enumerable.Range(0, 20_000).Select(_ => (ReadOnlyMemory<byte>)clicks.Next(DateTimeOffset.UtcNow).Value)], TimeSpan.FromSeconds(3));
        Console.WriteLine($"limit {limit:N0}/s");
    }

    private static async Task Measure(string what, StoreUnderTest store, KafkaLoad load, int? perSecond, IEnumerator<int>? customers, TimeSpan duration)
    {
        var (silo, database, own, bytes, before) = (ProcessorTime.Of(store.Silo.Id), await ProcessorTime.OfServer(store.Database), ProcessorTime.Of(Environment.ProcessId), await store.Allocated(), load.Produced);
        var rows = await store.Rows();
        var clock = Stopwatch.StartNew();
        using var stop = new CancellationTokenSource(duration);
        await load.Run(perSecond, customers, stop.Token);
        await load.Applied();
        var (events, seconds) = (load.Produced - before, clock.Elapsed.TotalSeconds);
        Console.WriteLine(
            $"{what}: {events / seconds:N0} events/s over {seconds:N1} s; µs an event: silo {(ProcessorTime.Of(store.Silo.Id) - silo).TotalMicroseconds / events:N1}, "
            + $"PostgreSQL {(await ProcessorTime.OfServer(store.Database) - database).TotalMicroseconds / events:N1}, load and broker {(ProcessorTime.Of(Environment.ProcessId) - own).TotalMicroseconds / events:N1}; "
            + $"{(await store.Allocated() - bytes) / events:N0} bytes an event");
        var after = await store.Rows();
        Console.WriteLine("   rows an event: " + string.Join(", ", after.Select(row => (row.Key, (row.Value - rows.GetValueOrDefault(row.Key)) / (double)events)).Where(static row => row.Item2 > 0.001).OrderByDescending(static row => row.Item2).Select(static row => $"{row.Key} {row.Item2:N3}")));
    }
}
