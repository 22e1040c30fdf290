using Crm.Ingest.Commits;
using Crm.Ingest.Kafka.Native;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>Between the thread that reads a partition and the pump that takes from it: bounded, for where it is full no more of the partition is read.</summary>
/// <param name="after">The offset before the first that is wanted.</param>
/// <param name="lend">Whether payloads hold until the next read only.</param>
/// <param name="maxBytes">From which on it is full.</param>
/// <param name="roomAgain">Called once it was full and half of it is free.</param>
internal sealed class ReadBuffer(long after, bool lend, long maxBytes, Action roomAgain)
{
    private const int Overhead = 128; // of a record, beside its key and payload

    private readonly Lock _lock = new();
    private readonly Queue<LogRecord> _records = new();
    private readonly List<LogRecord> _taken = []; // used again: one for each read would be among the large objects
    private readonly PayloadChunks _payloads = new(lend);
    private TaskCompletionSource? _more;
    private Exception? _fault;
    private long _bytes;
    private bool _full;
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

    /// <summary>What is taken holds until the next call, and lent payloads do.</summary>
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

    /// <returns>False where it is full now: nothing more should come until there is room again.</returns>
    public bool Add(in KafkaMessage message, KafkaRecords records)
    {
        lock (_lock)
        {
            if (_fault is not null || message.Offset <= Fetched)
            {
                return true; // nobody wants it, or a pause made it come twice
            }

            var record = records.ToRecord(message, _payloads.Add(message.Value, message.Offset));
            _records.Enqueue(record);
            Fetched = record.Offset;
            _bytes += Size(record);
            Wake();
            return !(_full = _bytes > maxBytes);
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
        }
    }

    private List<LogRecord> Take(int limit)
    {
        _taken.Clear();
        _payloads.Release(_delivered);
        while (_taken.Count < limit && _records.TryDequeue(out var record))
        {
            _taken.Add(record);
            _bytes -= Size(record);
            _delivered = record.Offset;
        }

        if (_full && _bytes <= maxBytes / 2)
        {
            _full = false;
            roomAgain();
        }

        return _taken;
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
