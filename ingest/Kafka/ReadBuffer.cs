using Crm.Ingest.Commits;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>Between the thread that reads a partition and the pump that takes from it: bounded, and where it is full the thread waits.</summary>
internal sealed class ReadBuffer(long after, long maxBytes)
{
    private const int Overhead = 128; // of a record, beside its key and payload

    private readonly object _lock = new(); // and what the thread waits on for room
    private readonly Queue<LogRecord> _records = new();
    private TaskCompletionSource? _more;
    private Exception? _fault;
    private long _bytes;
    private long _delivered = after; // the last offset that was handed out

    /// <summary>The last offset that came in.</summary>
    public long Fetched { get; private set; } = after;

    /// <summary>Whether what comes next is what comes after this offset.</summary>
    public bool IsAt(long offset)
    {
        lock (_lock)
        {
            return _delivered == offset && _fault is not ObjectDisposedException;
        }
    }

    /// <param name="limit">Records at most.</param>
    /// <param name="patience">How long to wait for the first; asked where there is none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<LogRecord>> Take(int limit, Func<TimeSpan> patience, CancellationToken cancellationToken)
    {
        Task more;
        lock (_lock)
        {
            ThrowIfFaulted();
            if (_records.Count > 0)
            {
                return Take(limit);
            }

            more = More();
        }

        var wait = patience();
        if (wait == TimeSpan.Zero)
        {
            return [];
        }

        try
        {
            await more.WaitAsync(wait, cancellationToken);
        }
        catch (TimeoutException)
        {
            // What was expected is a mark of a transaction, or the broker is slow: as far as anybody knows this is the end.
        }

        lock (_lock)
        {
            ThrowIfFaulted();
            return Take(limit);
        }
    }

    public Task WaitForMore(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ThrowIfFaulted();
            return _records.Count > 0 ? Task.CompletedTask : More().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Returns once there is room for the next.</summary>
    public void Add(LogRecord record)
    {
        lock (_lock)
        {
            _records.Enqueue(record);
            Fetched = record.Offset;
            _bytes += Size(record);
            Wake();
            while (_bytes > maxBytes && _fault is null)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>There is nothing more for now: whoever waits need not.</summary>
    public void AtEnd()
    {
        lock (_lock)
        {
            Wake();
        }
    }

    /// <summary>Ends it, with this for whoever reads on; what came first stands.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            Wake();
            Monitor.Pulse(_lock);
        }
    }

    public bool HasFailed
    {
        get
        {
            lock (_lock)
            {
                return _fault is not null;
            }
        }
    }

    private LogRecord[] Take(int limit)
    {
        var records = new LogRecord[Math.Min(limit, _records.Count)];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = _records.Dequeue();
            _bytes -= Size(records[i]);
        }

        if (records.Length > 0)
        {
            _delivered = records[^1].Offset;
            Monitor.Pulse(_lock);
        }

        return records;
    }

    private Task More() => (_more ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private void Wake()
    {
        _more?.TrySetResult();
        _more = null;
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null)
        {
            throw _fault is LogMismatchException ? new LogMismatchException(_fault.Message, _fault) : new LogUnavailableException(_fault.Message, _fault);
        }
    }

    private static int Size(in LogRecord record) => record.Payload.Length + 2 * record.Key.Length + Overhead;
}
