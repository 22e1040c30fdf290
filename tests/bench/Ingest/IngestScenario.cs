using Crm.Bench.Load;
using Crm.TestSupport.Kafka;

namespace Crm.Bench.Ingest;

/// <summary>A store of 100,000 customers and 20 segments: the time to visible at a steady rate, then as fast as it goes.</summary>
internal static class IngestScenario
{
    private const int LatencyRate = 5_000;

    // What the warm-up left unsaved is stored, and the log's rows that nobody needs are gone.
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(10);

    /// <summary>Through Kafka, and beside it through the PostgreSQL log.</summary>
    public static async Task<BenchReport> RunOnKafka(string server, int customers, TimeSpan duration, TimeSpan latency)
    {
        using var cluster = new KafkaCluster();
        cluster.CreateTopic("crm.events", 16);
        cluster.CreateTopic("crm.events.dead", 1);
        var report = await Run(server, cluster, customers, duration, latency);
        await Console.Error.WriteLineAsync("The same through the PostgreSQL log:");
        var peer = await Run(server, null, customers, duration, latency);
        return report with
        {
            Peers = new Dictionary<string, BenchPeer>
            {
                ["postgres"] = new(peer.EventsPerSecond, Math.Round(report.EventsPerSecond / peer.EventsPerSecond, 3)) { P50Ms = peer.P50Ms, P99Ms = peer.P99Ms },
            },
        };
    }

    public static async Task<BenchReport> Run(string server, KafkaCluster? kafka, int customers, TimeSpan duration, TimeSpan latency)
    {
        await using var silo = await BenchSilo.Start(server, kafka);
        var source = new EventSource(silo.Store.Name, customers, silo.Log.Partitions, 1);
        var throughput = new Throughput(silo, source);
        await throughput.Run(TimeSpan.FromSeconds(5)); // warm: code compiled, hot customers resident
        await Task.Delay(Settle);
        var probe = new Latency(silo, source);
        var (p50, p99) = await probe.Run(LatencyRate, latency);
        await Console.Error.WriteLineAsync($"p50 {p50:N1} ms, p99 {p99:N1} ms at {LatencyRate:N0} events/s");
        var (events, seconds, bytes) = await throughput.Run(duration);
        await Console.Error.WriteLineAsync($"{events / seconds:N0} events/s over {seconds:N1} s");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await new SelfCheck(silo, customers).Run(throughput.Appended + probe.Appended + probe.Probes);
        var limit = LimitLoop.EventsPerSecond([.. Enumerable.Range(0, 20_000).Select(_ => source.Next(DateTimeOffset.UtcNow).Payload)], TimeSpan.FromSeconds(3));
        return new BenchReport
        {
            Scenario = kafka is null ? "ingest" : "kafka",
            Engine = BenchEngine.Name,
            Log = kafka is null ? "postgres" : "kafka (librdkafka's mock cluster, one broker in this process)",
            Customers = customers,
            Segments = BenchSegments.Count,
            Events = events,
            Seconds = Math.Round(seconds, 2),
            EventsPerSecond = Math.Round(events / seconds),
            P50Ms = Math.Round(p50, 1),
            P99Ms = Math.Round(p99, 1),
            LatencyEventsPerSecond = LatencyRate,
            AllocatedBytesPerEvent = Math.Round(bytes),
            LimitEventsPerSecond = Math.Round(limit),
            RatioToLimit = Math.Round(events / seconds / limit, 3),
        };
    }
}
