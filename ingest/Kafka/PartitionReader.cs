using Confluent.Kafka;
using Crm.Ingest.Commits;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Reads one partition ahead of its pump, by a thread and a consumer of its own. Where the pump is slow its buffer fills, the
/// thread takes no more, and the library fetches no more.
/// </summary>
internal sealed class PartitionReader : IDisposable
{
    private const int Overhead = 128; // of a record, beside its key and payload
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstFetch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextFetch = TimeSpan.FromMilliseconds(50);

    private readonly object _lock = new(); // and what the thread waits on for room
    private readonly Queue<LogRecord> _buffer = new();
    private readonly TopicPartition _partition;
    private readonly KafkaRecords _records;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly long _maxBytes;
    private TaskCompletionSource? _more;
    private Exception? _fault;
    private long _bytes;
    private long _delivered; // the last offset that was handed out
    private long _fetched; // the last offset that came in
    private bool _stopped;

    public PartitionReader(KafkaClients clients, KafkaRecords records, TopicPartition partition, long after, long maxBytes)
    {
        (_partition, _records, _maxBytes, _delivered, _fetched) = (partition, records, maxBytes, after, after);
        _consumer = clients.Reader();
        _consumer.Assign(new TopicPartitionOffset(partition, after + 1));
        Ended = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Completes once the thread has let go of everything.</summary>
    public Task Ended { get; }

    /// <summary>Whether what comes next is what comes after this offset.</summary>
    public bool IsAt(long after)
    {
        lock (_lock)
        {
            return _delivered == after && !_stopped;
        }
    }

    public async ValueTask<IReadOnlyList<LogRecord>> Read(int limit, CancellationToken cancellationToken)
    {
        Task more;
        TimeSpan patience;
        lock (_lock)
        {
            ThrowIfFaulted();
            if (_buffer.Count > 0 || (patience = Patience()) == TimeSpan.Zero)
            {
                return Take(limit);
            }

            more = More();
        }

        try
        {
            await more.WaitAsync(patience, cancellationToken);
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
            return _buffer.Count > 0 ? Task.CompletedTask : More().WaitAsync(cancellationToken);
        }
    }

    /// <summary>Ends it, with this for whoever reads on.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            _fault ??= fault;
            Wake();
            Monitor.Pulse(_lock);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            _fault ??= new ObjectDisposedException(nameof(PartitionReader));
            Wake();
            Monitor.Pulse(_lock);
        }
    }

    private void Run()
    {
        try
        {
            while (Consume())
            {
            }
        }
        catch (Exception thrown)
        {
            Fail(thrown);
        }

        _consumer.Dispose();
    }

    private bool Consume()
    {
        try
        {
            var result = _consumer.Consume(Step);
            return result is null ? Add(null, isEnd: false) : Add(result.IsPartitionEOF ? null : _records.ToRecord(result), result.IsPartitionEOF);
        }
        catch (ConsumeException refused)
        {
            Fail(ReadErrors.Of(refused.Error, _partition));
            return false;
        }
    }

    private bool Add(LogRecord? record, bool isEnd)
    {
        lock (_lock)
        {
            if (record is { } read)
            {
                _buffer.Enqueue(read);
                _fetched = read.Offset;
                _bytes += Size(read);
            }

            if (record is not null || isEnd)
            {
                Wake();
            }

            while (_bytes > _maxBytes && _fault is null)
            {
                Monitor.Wait(_lock);
            }

            return _fault is null;
        }
    }

    // How long to wait for a record of which the last fetch said that it is there.
    private TimeSpan Patience()
    {
        var end = _consumer.GetWatermarkOffsets(_partition).High;
        return end == Offset.Unset ? FirstFetch : end.Value > _fetched + 1 ? NextFetch : TimeSpan.Zero;
    }

    private LogRecord[] Take(int limit)
    {
        var records = new LogRecord[Math.Min(limit, _buffer.Count)];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = _buffer.Dequeue();
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
