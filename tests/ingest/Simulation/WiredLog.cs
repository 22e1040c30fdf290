using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;
using Crm.Ingest.Tests.Memory;

namespace Crm.Ingest.Tests.Simulation;

/// <summary>The log server.</summary>
internal sealed class LogServer(MemoryLog log, Scheduler scheduler)
{
    private readonly List<TaskCompletionSource<bool>> _waiting = [];

    public MemoryLog Log => log;

    /// <summary>What comes is refused: so that the log ends somewhere.</summary>
    public bool Closed { get; set; }

    public ImmutableArray<LogPosition> Append(IReadOnlyList<LogAppend> records)
    {
        if (Closed)
        {
            throw new LogUnavailableException("The log is closed.");
        }

        // Some may be appended where it fails, but none without those before it.
        var whole = records.Count == 1 || scheduler.Random.Next(20) > 0;
        var positions = log.Append(whole ? records : [.. records.Take(records.Count / 2)], default).AsTask().Result;
        Notify();
        return whole ? positions : throw new LogUnavailableException("Not all were appended.");
    }

    public void Notify()
    {
        _waiting.ForEach(static waiting => waiting.TrySetResult(true));
        _waiting.Clear();
    }

    public Task<bool> More(int partition, long after)
    {
        var more = new TaskCompletionSource<bool>();
        if (log.Range(partition, default).AsTask().Result.Last > after)
        {
            more.SetResult(true);
        }
        else
        {
            _waiting.Add(more);
        }

        return more.Task;
    }
}

/// <summary>The log as a process has it.</summary>
internal sealed class WiredLog(LogServer server, Wire wire) : ILog
{
    public int Partitions => server.Log.Partitions;

    public string Generation => server.Log.Generation;

    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken) =>
        await wire.Call(() => server.Append(records), cancellationToken);

    public async ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken) =>
        wire.Scheduler.Random.Next(3) == 0 // fetched ahead
            ? await server.Log.Read(partition, after, limit, cancellationToken)
            : await wire.Call(() => server.Log.Read(partition, after, limit, default).AsTask().Result, cancellationToken);

    public async ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken) =>
        await server.More(partition, after).WaitAsync(cancellationToken);

    public async ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken) =>
        await wire.Call(() => server.Log.Range(partition, default).AsTask().Result, cancellationToken);

    public async ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken) =>
        await wire.Call(() => server.Log.AppendedAfter(partition, after, default).AsTask().Result, cancellationToken);

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => default;
}
