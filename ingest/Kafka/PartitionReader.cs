using Confluent.Kafka;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Reads one partition ahead of its pump, by a thread and a consumer of its own. Where the pump is slow the buffer fills, the
/// thread takes no more, and the library fetches no more.
/// </summary>
internal sealed class PartitionReader : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan FirstFetch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextFetch = TimeSpan.FromMilliseconds(50);

    private readonly TopicPartition _partition;
    private readonly KafkaRecords _records;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly ReadBuffer _buffer;

    public PartitionReader(KafkaClients clients, KafkaRecords records, TopicPartition partition, long after, long maxBytes)
    {
        (_partition, _records, _buffer) = (partition, records, new(after, maxBytes));
        _consumer = clients.Reader();
        _consumer.Assign(new TopicPartitionOffset(partition, after + 1));
        Ended = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Completes once the thread has let go of everything.</summary>
    public Task Ended { get; }

    /// <summary>Whether what comes next is what comes after this offset.</summary>
    public bool IsAt(long after) => _buffer.IsAt(after);

    public ValueTask<IReadOnlyList<LogRecord>> Read(int limit, CancellationToken cancellationToken) => _buffer.Take(limit, Patience, cancellationToken);

    public Task WaitForMore(CancellationToken cancellationToken) => _buffer.WaitForMore(cancellationToken);

    /// <summary>Ends it, with this for whoever reads on.</summary>
    public void Fail(Exception fault) => _buffer.Fail(fault);

    public void Dispose() => _buffer.Fail(new ObjectDisposedException(nameof(PartitionReader)));

    private void Run()
    {
        try
        {
            while (!_buffer.HasFailed)
            {
                Consume();
            }
        }
        catch (ConsumeException refused)
        {
            Fail(ReadErrors.Of(refused.Error, _partition));
        }
#pragma warning disable CA1031 // Whatever it is, the pump hears of it.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Fail(thrown);
        }

        _consumer.Dispose();
    }

    private void Consume()
    {
        var result = _consumer.Consume(Step);
        if (result is { IsPartitionEOF: true })
        {
            _buffer.AtEnd();
        }
        else if (result is not null)
        {
            _buffer.Add(_records.ToRecord(result));
        }
    }

    // How long to wait for a record of which the last fetch said that it is there.
    private TimeSpan Patience()
    {
        try
        {
            var end = _consumer.GetWatermarkOffsets(_partition).High;
            return end == Offset.Unset ? FirstFetch : end.Value > _buffer.Fetched + 1 ? NextFetch : TimeSpan.Zero;
        }
        catch (ObjectDisposedException)
        {
            return TimeSpan.Zero; // it ended meanwhile: the next read says so
        }
    }
}
