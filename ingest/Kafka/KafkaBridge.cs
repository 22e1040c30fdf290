using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Core.Events;
using Crm.Ingest.Bridge;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Re-keys records of other topics into the log, each once: what it appends and how far it has read are one transaction of Kafka, and
/// the pumps read committed records only. After a crash the group's offsets say where to go on; a member that lost its topics to
/// another one cannot commit.
/// </summary>
internal sealed class KafkaBridge(KafkaClients clients, KafkaOptions log, IOptions<BridgeOptions> options, TimeProvider time, ILogger<KafkaBridge> logger) : BackgroundService
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly BridgeOptions _options = options.Value;
    private readonly Dictionary<string, BridgeMapping> _mappings = options.Value.Topics.ToDictionary(static topic => topic.Topic, static topic => new BridgeMapping(topic));
    private bool _moved; // since it was last begun

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _mappings.Count == 0
        ? Task.CompletedTask
        : Task.Factory.StartNew(() => Keep(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();

    private async Task Keep(CancellationToken stopping)
    {
        logger.Bridging(string.Join(", ", _mappings.Keys));
        for (var pause = FirstPause; !stopping.IsCancellationRequested;)
        {
            try
            {
                _moved = false;
                Run(stopping);
                return;
            }
            catch (KafkaException failed)
            {
                pause = _moved ? FirstPause : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                logger.BridgeStopped(pause, failed);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    // The calls of the clients block, so this has a thread of its own. What fails ends both clients.
    private void Run(CancellationToken stopping)
    {
        using var consumer = clients.BridgeConsumer(_options.Group);
        using var producer = clients.TransactionalProducer($"{_options.Group}-{Guid.NewGuid():N}");
        producer.InitTransactions(log.AppendTimeout);
        consumer.Subscribe(_mappings.Keys);
        var read = new List<ConsumeResult<byte[], byte[]>>();
        while (!stopping.IsCancellationRequested)
        {
            Fill(consumer, read, stopping);
            if (read.Count > 0)
            {
                Commit(consumer, producer, read);
            }
        }

        consumer.Close();
    }

    private void Fill(IConsumer<byte[], byte[]> consumer, List<ConsumeResult<byte[], byte[]>> read, CancellationToken stopping)
    {
        var first = 0L;
        while (read.Count < _options.BatchRecords && !stopping.IsCancellationRequested)
        {
            var left = read.Count == 0 ? Step : _options.Linger - time.GetElapsedTime(first);
            if (left < TimeSpan.Zero || consumer.Consume(left) is not { } record)
            {
                return;
            }

            first = read.Count == 0 ? time.GetTimestamp() : first;
            read.Add(record);
        }
    }

    // Begun only now: what others append meanwhile is not seen before it ends.
    private void Commit(IConsumer<byte[], byte[]> consumer, IProducer<byte[], byte[]> producer, List<ConsumeResult<byte[], byte[]>> read)
    {
        producer.BeginTransaction();
        try
        {
            Transact(consumer, producer, read);
        }
        catch (KafkaException failed)
        {
            Abort(producer, failed);
            throw;
        }

        _moved = true;
        read.Clear();
    }

    private void Abort(IProducer<byte[], byte[]> producer, KafkaException failed)
    {
        if (!failed.Error.IsFatal)
        {
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

    private void Transact(IConsumer<byte[], byte[]> consumer, IProducer<byte[], byte[]> producer, List<ConsumeResult<byte[], byte[]>> read)
    {
        foreach (var record in read)
        {
            var (partition, message) = Map(record);
            while (!TryProduce(producer, partition, message))
            {
                producer.Poll(Step); // its queue is full
            }
        }

        var reached = read.GroupBy(static record => record.TopicPartition).Select(static partition => new TopicPartitionOffset(partition.Key, partition.Max(static record => record.Offset.Value) + 1));
        producer.SendOffsetsToTransaction(reached, consumer.ConsumerGroupMetadata, log.AppendTimeout);
        producer.CommitTransaction(log.AppendTimeout);
    }

    private static bool TryProduce(IProducer<byte[], byte[]> producer, TopicPartition partition, Message<byte[], byte[]> message)
    {
        try
        {
            producer.Produce(partition, message); // an error of it fails the transaction
            return true;
        }
        catch (KafkaException full) when (full.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
    }

    private (TopicPartition Partition, Message<byte[], byte[]> Message) Map(ConsumeResult<byte[], byte[]> record)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}");
        var key = record.Message.Key is null ? "" : Encoding.UTF8.GetString(record.Message.Key);
        var mapped = _mappings[record.Topic].Map(new(place, key, record.Message.Value ?? [], record.Message.Timestamp.UtcDateTime));
        var home = HomePartition.Of(mapped.Key, log.Partitions);
        return (new(log.Topic, home), KafkaRecords.ToMessage(new LogAppend(home, RecordKind.Event, mapped.Key, mapped.Payload)));
    }
}
