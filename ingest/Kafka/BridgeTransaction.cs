using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Core.Events;
using Crm.Ingest.Bridge;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>Appends what was read of other topics, and how far that is, together or not at all.</summary>
internal sealed class BridgeTransaction(
    IConsumer<byte[], byte[]> consumer, IProducer<byte[], byte[]> producer, IReadOnlyDictionary<string, BridgeMapping> mappings, KafkaOptions log, Func<IReadOnlyList<LogAppend>, IReadOnlyList<LogAppend>> seal)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);

    /// <summary>Begun only now: what others append meanwhile is not seen before it ends.</summary>
    public void Commit(IReadOnlyList<ConsumeResult<byte[], byte[]>> read)
    {
        var records = seal([.. read.Select(Map)]);
        producer.BeginTransaction();
        try
        {
            foreach (var record in records)
            {
                Produce(record);
            }

            producer.SendOffsetsToTransaction(Reached(read), consumer.ConsumerGroupMetadata, log.AppendTimeout);
            producer.CommitTransaction(log.AppendTimeout);
        }
        catch (KafkaException failed)
        {
            Abort(failed);
            throw;
        }
    }

    private static IEnumerable<TopicPartitionOffset> Reached(IReadOnlyList<ConsumeResult<byte[], byte[]>> read) => read
        .GroupBy(static record => record.TopicPartition)
        .Select(static partition => new TopicPartitionOffset(partition.Key, partition.Max(static record => record.Offset.Value) + 1));

    private void Produce(LogAppend record)
    {
        var (partition, message) = (new TopicPartition(log.Topic, record.Partition), KafkaRecords.ToMessage(record));
        while (true)
        {
            try
            {
                producer.Produce(partition, message); // an error of it fails the transaction
                return;
            }
            catch (KafkaException full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                producer.Poll(Step);
            }
        }
    }

    private LogAppend Map(ConsumeResult<byte[], byte[]> record)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}");
        var key = record.Message.Key is null ? "" : Encoding.UTF8.GetString(record.Message.Key);
        var mapped = mappings[record.Topic].Map(new(place, key, record.Message.Value ?? [], record.Message.Timestamp.UtcDateTime));
        var home = HomePartition.Of(mapped.Key, log.Partitions);
        return new(home, RecordKind.Event, mapped.Key, mapped.Payload);
    }

    private void Abort(KafkaException failed)
    {
        if (failed.Error.IsFatal)
        {
            return; // somebody else has its place, and sees to it
        }

        try
        {
            producer.AbortTransaction(log.AppendTimeout);
        }
        catch (KafkaException)
        {
            // The broker aborts it when its time is up.
        }
    }
}
