using System.Diagnostics;
using System.Text;
using Crm.Bench.Load;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Ingest.Logs;
using Crm.Postgres.Feed;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Bench.Ingest;

/// <summary>
/// At a steady rate, how long from before an append until a subscriber sees the change: beside the load a probe customer gets
/// and loses a tag in turn, and a subscriber asks the feed of that segment again and again.
/// </summary>
internal sealed class Latency(BenchSilo silo, EventSource source)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly List<double> _milliseconds = [];

    public long Appended { get; private set; }

    public long Probes { get; private set; }

    public async Task<(double P50, double P99)> Run(int eventsPerSecond, TimeSpan duration)
    {
        using var stop = new CancellationTokenSource();
        var load = Task.Run(() => Load(eventsPerSecond, stop.Token));
        var clock = Stopwatch.StartNew();
        var feed = silo.Services.GetRequiredService<ChangeFeed>();
        var cursor = await feed.Newest(CancellationToken.None);
        while (clock.Elapsed < duration)
        {
            var started = Stopwatch.GetTimestamp();
            await silo.Log.Append([Probe(Probes++ % 2 == 0)], CancellationToken.None);
            for (var seen = false; !seen;)
            {
                var page = await feed.After(cursor, silo.Store.Name, BenchSegments.Probe, 100, CancellationToken.None);
                (cursor, seen) = (page.Next, page.Items.Length > 0);
                await Task.Delay(seen ? 0 : 1);
            }

            _milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(Random.Shared.Next(5, 25));
        }

        await stop.CancelAsync();
        await load;
        _milliseconds.Sort();
        return (_milliseconds[_milliseconds.Count / 2], _milliseconds[_milliseconds.Count * 99 / 100]);
    }

    private async Task Load(int eventsPerSecond, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        var appends = new List<Task>();
        while (!stop.IsCancellationRequested)
        {
            var due = (long)(clock.Elapsed.TotalSeconds * eventsPerSecond) - Appended;
            if (due > 0)
            {
                var now = DateTimeOffset.UtcNow;
                var chunk = Enumerable.Range(0, (int)due).Select(_ => source.Next(now)).ToArray();
                appends.Add(silo.Log.Append(chunk, CancellationToken.None).AsTask());
                Appended += due;
            }

            await Task.Delay(Step, CancellationToken.None);
        }

        await Task.WhenAll(appends);
    }

    private LogAppend Probe(bool add)
    {
        var key = new CustomerKey(silo.Store.Name, "u:the-probe").Text;
        var json = $$"""{"type":"tags","userId":"the-probe","messageId":"probe-{{Probes}}","{{(add ? "add" : "remove")}}":["probe"]}""";
        return new LogAppend(HomePartition.Of(key, silo.Log.Partitions), RecordKind.Event, key, Encoding.UTF8.GetBytes(json));
    }
}
