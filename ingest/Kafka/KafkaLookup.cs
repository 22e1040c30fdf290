using Confluent.Kafka;
using Crm.Ingest.Kafka.Native;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>Reads anywhere, one read at a time: what a pump needs a second time, and what lies at either end of a partition.</summary>
internal sealed class KafkaLookup(KafkaClients clients, KafkaRecords records, KafkaOptions options) : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5); // a thread waits so long

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lazy<IConsumer<byte[], byte[]>> _consumer = new(() => clients.Reader(options.ReadAheadBytes / options.Partitions / 2));

    public async ValueTask<IReadOnlyList<LogRecord>> Read(TopicPartition partition, long after, int limit, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Read(partition, after, limit), cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task<LogRange> Range(TopicPartition partition, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            try
            {
                var ends = _consumer.Value.QueryWatermarkOffsets(partition, Patience);
                return new LogRange(ends.Low.Value - 1, ends.High.Value - 1);
            }
            catch (KafkaException refused)
            {
                throw new LogUnavailableException($"Partition {partition.Partition.Value} of {partition.Topic} cannot be asked: {refused.Error.Reason}", refused);
            }
        },
        cancellationToken);

    public void Dispose()
    {
        if (_consumer.IsValueCreated)
        {
            _consumer.Value.Dispose();
        }

        _turn.Dispose();
    }

    private List<LogRecord> Read(TopicPartition partition, long after, int limit)
    {
        var found = new List<LogRecord>();
        var end = false;
        try
        {
            _consumer.Value.Assign(new TopicPartitionOffset(partition, after + 1));
            using var messages = new MessageReader(_consumer.Value);
            while (!end && found.Count < limit)
            {
                if (messages.Read(options.AppendTimeout, limit - found.Count, Take) == 0)
                {
                    throw new LogUnavailableException($"Partition {partition.Partition.Value} of {partition.Topic} gave no answer.");
                }
            }
        }
        finally
        {
            _consumer.Value.Unassign();
        }

        return found;

        void Take(in KafkaMessage message)
        {
            if (message.IsRecord)
            {
                found.Add(records.ToRecord(message, message.Value.ToArray()));
            }
            else if (!(end |= message.IsEnd))
            {
                throw ReadErrors.Of(message.Error, partition);
            }
        }
    }
}
