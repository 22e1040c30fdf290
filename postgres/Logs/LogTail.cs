using Crm.Ingest.Logs;

namespace Crm.Postgres.Logs;

/// <summary>
/// Records of one partition that this process appended last, without a gap: where another process appended in between,
/// it starts anew. A reader whose next record is in it needs no query; any other one asks the database.
/// </summary>
internal sealed class LogTail(int maxBytes)
{
    private readonly Lock _lock = new();
    private LogRecord[] _ring = new LogRecord[64]; // a power of two long
    private long _next = -1; // the offset after the newest; -1 before the first
    private int _count;
    private long _bytes;
    private long _old = -1; // the newest when it was last aged

    public long Last => Volatile.Read(ref _next) - 1;

    public void Add(LogRecord record)
    {
        lock (_lock)
        {
            if (record.Offset != _next)
            {
                Array.Clear(_ring);
                (_count, _bytes) = (0, 0);
            }

            Volatile.Write(ref _next, record.Offset + 1);
            if (_count == _ring.Length)
            {
                Grow();
            }

            _ring[record.Offset & (_ring.Length - 1)] = record;
            _count++;
            _bytes += Size(record);
            while (_bytes > maxBytes && _count > 0)
            {
                DropOldest();
            }
        }
    }

    /// <summary>Drops what was there already when this was called last.</summary>
    public void Age()
    {
        lock (_lock)
        {
            while (_count > 0 && _next - _count <= _old)
            {
                DropOldest();
            }

            _old = _next - 1;
        }
    }

    /// <returns>Null where the record after the offset is not in it.</returns>
    public LogRecord[]? Read(long after, int limit)
    {
        lock (_lock)
        {
            if (after + 1 < _next - _count || after + 1 >= _next)
            {
                return null;
            }

            var records = new LogRecord[(int)Math.Min(limit, _next - 1 - after)];
            for (var i = 0; i < records.Length; i++)
            {
                records[i] = _ring[(after + 1 + i) & (_ring.Length - 1)];
            }

            return records;
        }
    }

    private void DropOldest()
    {
        ref var oldest = ref _ring[(_next - _count) & (_ring.Length - 1)];
        _bytes -= Size(oldest);
        oldest = default;
        _count--;
    }

    private static int Size(in LogRecord record) => record.Payload.Length + 2 * record.Key.Length + 64;

    private void Grow()
    {
        var larger = new LogRecord[_ring.Length * 2];
        for (var offset = _next - 1 - _count; offset < _next - 1; offset++)
        {
            larger[offset & (larger.Length - 1)] = _ring[offset & (_ring.Length - 1)];
        }

        _ring = larger;
    }
}

/// <summary>
/// The tails of all partitions, which share one bound; used by one appender. A payload is a part of its whole request, which it keeps in
/// memory: so that the few records of a quiet partition do not keep everything that came beside them, all tails are aged.
/// </summary>
internal sealed class LogTails(int partitions, int maxBytes)
{
    private readonly LogTail[] _tails = [.. Enumerable.Range(0, partitions).Select(_ => new LogTail(maxBytes / partitions))];
    private long _sinceAged; // bytes

    public LogTail this[int partition] => _tails[partition];

    public void Add(int partition, LogRecord record)
    {
        _tails[partition].Add(record);
        _sinceAged += record.Payload.Length;
        if (_sinceAged > maxBytes)
        {
            _sinceAged = 0;
            Array.ForEach(_tails, static tail => tail.Age());
        }
    }
}
