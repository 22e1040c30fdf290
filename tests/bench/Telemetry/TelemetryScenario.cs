using System.Globalization;
using Crm.Bench.Ingest;
using Crm.Bench.Load;
using Crm.Silo.Telemetry;

namespace Crm.Bench.Telemetry;

/// <summary>What tracing costs: the same load with it off, with one event in a thousand in a recorded trace, and with all of them, in turn, each first as often as the others.</summary>
internal static class TelemetryScenario
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly double?[] Ratios = [null, 0.001, 1]; // null: nobody listens

    public static async Task<BenchReport> Run(string server, int customers, TimeSpan duration)
    {
        await using var sink = new TraceSink();
        await using var silo = await BenchSilo.Start(server, null);
        var source = new EventSource(silo.Store.Name, customers, silo.Log.Partitions, 1);
        var throughput = new Throughput(silo, source);
        await throughput.Run(WarmUp);
        var sums = Ratios.Select(static _ => new TracedRuns()).ToArray();
        for (var i = 0; i < Ratios.Length * Ratios.Length; i++)
        {
            var mode = (i + i / Ratios.Length) % Ratios.Length;
            await Run(sums[mode], throughput, source, sink, Ratios[mode], duration / Ratios.Length);
            await Console.Error.WriteLineAsync($"{Name(Ratios[mode])}: {sums[mode]}");
        }

        await Console.Error.WriteLineAsync($"{sink.Bytes:N0} bytes of spans were sent");
        await Task.Delay(TimeSpan.FromSeconds(1));
        await new SelfCheck(silo, customers).Run(throughput.Appended);
        return new BenchReport
        {
            Scenario = "telemetry",
            Engine = BenchEngine.Name,
            Log = "postgres",
            Customers = customers,
            Segments = BenchSegments.Count,
            Events = sums[0].Events,
            Seconds = Math.Round(sums[0].Seconds, 2),
            EventsPerSecond = Math.Round(sums[0].EventsPerSecond),
            AllocatedBytesPerEvent = Math.Round(sums[0].BytesPerEvent),
            Peers = Ratios.Index().ToDictionary(static mode => Name(mode.Item), mode => sums[mode.Index].Against(sums[0])),
        };
    }

    private static async Task Run(TracedRuns sum, Throughput throughput, EventSource source, TraceSink sink, double? ratio, TimeSpan duration)
    {
        source.TraceRatio = ratio ?? 0;
        var export = ratio is null ? null : new Export(new() { Metrics = false, Logs = false }, sink.Settings, TimeProvider.System);
        await (export?.StartAsync(CancellationToken.None) ?? Task.CompletedTask);
        var before = Environment.CpuUsage.TotalTime;
        sum.Add(await throughput.Run(duration), Environment.CpuUsage.TotalTime - before);
        await (export?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
    }

    private static string Name(double? ratio) => ratio is null ? "off" : string.Create(CultureInfo.InvariantCulture, $"traces {ratio}");
}
