using System.Collections.Immutable;
using Confluent.Kafka;
using Crm.Ingest.Logs;
using Microsoft.Extensions.Logging;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Appends by one idempotent producer for all. It is set to leave no gap: where it gives a record up, nothing that comes after it
/// in its partition is appended either; then it has failed for good, and another one is made for the next append.
/// </summary>
internal sealed class KafkaAppender(KafkaClients clients, KafkaOptions options, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5); // where the producer's queue is full
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10); // the library tells by itself when the time is up, unless it is gone

    private readonly Lock _lock = new();
    private IProducer<byte[], byte[]>? _producer;
    private bool _closed;

    /// <returns>The offsets; -1 for one that the broker did not tell, as happens where it had the record from an earlier try.</returns>
    /// <exception cref="LogUnavailableException">It is not known whether they were appended.</exception>
    public async ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        var producer = Producer();
        var call = new AppendCall(records);
        var started = time.GetTimestamp();
        for (var i = 0; i < records.Count; i++)
        {
            while (!TryProduce(producer, call, i))
            {
                if (time.GetElapsedTime(started) > options.AppendTimeout)
                {
                    throw new LogUnavailableException("Kafka takes no more: the producer's queue has been full for too long.");
                }

                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        try
        {
            return await call.Done.WaitAsync(options.AppendTimeout + Grace, time, cancellationToken);
        }
        catch (TimeoutException silent)
        {
            throw new LogUnavailableException("Kafka said nothing of the records in time.", silent);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _producer?.Flush(options.AppendTimeout);
            _producer?.Dispose();
            _producer = null;
        }
    }

    private bool TryProduce(IProducer<byte[], byte[]> producer, AppendCall call, int index)
    {
        var record = call.Records[index];
        try
        {
            producer.Produce(new TopicPartition(options.Topic, record.Partition), KafkaRecords.ToMessage(record), report => call.Take(index, report));
            return true;
        }
        catch (KafkaException refused) when (refused.Error.Code == ErrorCode.Local_QueueFull)
        {
            return false;
        }
        catch (Exception refused) when (refused is KafkaException or ObjectDisposedException)
        {
            if (refused is not KafkaException { Error.IsFatal: false })
            {
                Drop(producer, refused.Message);
            }

            throw new LogUnavailableException($"Kafka did not take the records: {refused.Message}", refused);
        }
    }

    private IProducer<byte[], byte[]> Producer()
    {
        lock (_lock)
        {
            if (_closed)
            {
                throw new LogUnavailableException("The log is closed: this process is stopping.");
            }

            if (_producer is null)
            {
                IProducer<byte[], byte[]>? made = null;
                _producer = made = clients.Producer(reason => Drop(made, reason));
            }

            return _producer;
        }
    }

    private void Drop(IProducer<byte[], byte[]>? failed, string reason)
    {
        lock (_lock)
        {
            if (failed is null || _producer != failed)
            {
                return;
            }

            _producer = null;
        }

        logger.ProducerRenewed(reason);

        // In the background, for it may be one of its own threads that says so; what it still has is told to have failed.
        _ = Task.Run(() =>
        {
            failed.Flush(Grace);
            failed.Dispose();
        });
    }
}
