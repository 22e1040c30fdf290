using System.Collections.Immutable;
using System.Diagnostics;
using Crm.Bench.Load;
using Crm.Ingest.Logs;

namespace Crm.Bench.Ingest;

/// <summary>Appends as fast as the system keeps up: at most so many events between the log's end and what is durable.</summary>
internal sealed class Throughput(BenchSilo silo, EventSource source)
{
    private const int Chunk = 2_000;
    private const int ChunksAhead = 20;

    private readonly Queue<Task> _applied = new();

    public long Appended { get; private set; }

    /// <returns>Events applied and the seconds that took, from append of the first to durable effects of the last.</returns>
    public async Task<(long Events, double Seconds, double BytesPerEvent)> Run(TimeSpan duration)
    {
        var clock = Stopwatch.StartNew();
        var events = 0L;
        var allocated = GC.GetTotalAllocatedBytes();
        while (clock.Elapsed < duration)
        {
            var chunk = Next(Chunk);
            var positions = await silo.Log.Append(chunk, CancellationToken.None);
            _applied.Enqueue(WaitFor(positions));
            events += Chunk;
            while (_applied.Count > ChunksAhead)
            {
                await _applied.Dequeue();
            }
        }

        await Task.WhenAll(_applied);
        _applied.Clear();
        Appended += events;
        return (events, clock.Elapsed.TotalSeconds, (double)(GC.GetTotalAllocatedBytes() - allocated) / events);
    }

    private async Task WaitFor(ImmutableArray<LogPosition> positions)
    {
        var last = positions.GroupBy(static position => position.Partition)
            .Select(static partition => new LogPosition(partition.Key, partition.Max(static position => position.Offset))).ToArray();
        if (!await silo.Applied.WaitFor(last, TimeSpan.FromMinutes(2), TimeProvider.System, CancellationToken.None))
        {
            throw new InvalidOperationException("The pumps stand still.");
        }
    }

    private LogAppend[] Next(int count)
    {
        var now = DateTimeOffset.UtcNow;
        var chunk = new LogAppend[count];
        for (var i = 0; i < count; i++)
        {
            chunk[i] = source.Next(now);
        }

        return chunk;
    }
}
