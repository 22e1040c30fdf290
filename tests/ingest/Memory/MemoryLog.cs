using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Memory;

/// <summary>A log in memory: what was appended survives every pump.</summary>
internal sealed class MemoryLog(int partitions, TimeProvider time) : ILog
{
    private readonly Lock _lock = new();
    private readonly List<LogRecord>[] _records = [.. Enumerable.Range(0, partitions).Select(static _ => new List<LogRecord>())];
    private TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Partitions => partitions;

    public string Generation => "memory";

    public ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var at = Instant.From(time.GetUtcNow());
            var positions = records.Select(record =>
            {
                var partition = _records[record.Partition];
                partition.Add(new LogRecord(partition.Count, at, record.Kind, record.Key, record.Payload, record.Origin, record.TraceParent));
                return new LogPosition(record.Partition, partition.Count - 1);
            }).ToImmutableArray();
            Interlocked.Exchange(ref _more, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
            return new(positions);
        }
    }

    public ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new([.. _records[partition].Skip((int)after + 1).Take(limit)]);
        }
    }

    public async ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken)
    {
        Task more;
        lock (_lock)
        {
            if (_records[partition].Count > after + 1)
            {
                return;
            }

            more = _more.Task;
        }

        await more.WaitAsync(cancellationToken);
    }

    public ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(new LogRange(-1, _records[partition].Count - 1));
        }
    }

    public ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(_records[partition].Count > after + 1 ? _records[partition][(int)after + 1].AppendedAt : null);
        }
    }

    public ValueTask Release(int partition, long through, CancellationToken cancellationToken) => default;

    public int Count(int partition)
    {
        lock (_lock)
        {
            return _records[partition].Count;
        }
    }

    public IReadOnlyList<LogRecord> All(int partition)
    {
        lock (_lock)
        {
            return [.. _records[partition]];
        }
    }
}
