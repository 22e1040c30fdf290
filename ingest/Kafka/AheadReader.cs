using System.Collections.Concurrent;
using Confluent.Kafka;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Reads all partitions that pumps follow ahead of them, by one consumer and one thread. A partition whose pump is slow is paused when
/// its buffer is full; the others go on.
/// </summary>
internal sealed class AheadReader(KafkaClients clients, KafkaRecords records, string topic, int partitions, long maxBytes) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20); // how long a partition with room again may wait at most
    private static readonly TimeSpan FirstFetch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextFetch = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new(); // over what is followed, not held while reading
    private readonly ReadBuffer?[] _buffers = new ReadBuffer?[partitions];
    private readonly ConcurrentQueue<int> _roomAgain = new();
    private IConsumer<byte[], byte[]>? _consumer;
    private Task _reading = Task.CompletedTask;
    private volatile bool _stopped;

    /// <summary>Starts to read a partition from after the offset; whoever read it before is told that this is over.</summary>
    /// <returns>Disposed of, it ends that.</returns>
    public IDisposable Follow(int partition, long after)
    {
        var buffer = new ReadBuffer(after, maxBytes, () => _roomAgain.Enqueue(partition));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            Leave(partition, null);
            _buffers[partition] = buffer;
            var consumer = _consumer ??= Start();
            consumer.IncrementalAssign([new TopicPartitionOffset(topic, partition, after + 1)]);
        }

        return new Following(this, partition, buffer);
    }

    /// <summary>What is read ahead of a pump that is at this offset; null where none is.</summary>
    public ReadBuffer? At(int partition, long after) => Volatile.Read(ref _buffers[partition]) is { } buffer && buffer.IsAt(after) ? buffer : null;

    public ValueTask<IReadOnlyList<LogRecord>> Read(ReadBuffer buffer, int partition, int limit, CancellationToken cancellationToken) =>
        buffer.Take(limit, () => Patience(buffer, partition), cancellationToken);

    /// <summary>Ends all, with this for whoever reads on.</summary>
    public void Fail(Exception fault)
    {
        lock (_lock)
        {
            Array.ForEach(_buffers, buffer => buffer?.Fail(fault));
        }
    }

    public void Dispose()
    {
        _stopped = true;
        _reading.Wait();
    }

    private IConsumer<byte[], byte[]> Start()
    {
        var consumer = clients.Reader(maxBytes * partitions);
        _reading = Task.Factory.StartNew(() => Run(consumer), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        return consumer;
    }

    // Under the lock. Only the one given, if it is still that.
    private void Leave(int partition, ReadBuffer? only)
    {
        if (_buffers[partition] is { } buffer && (only is null || only == buffer))
        {
            _buffers[partition] = null;
            buffer.Fail(new ObjectDisposedException(nameof(AheadReader)));
            _consumer?.IncrementalUnassign([Of(partition)]);
        }
    }

    private void Run(IConsumer<byte[], byte[]> consumer)
    {
        while (!_stopped)
        {
            try
            {
                Consume(consumer);
            }
            catch (ConsumeException refused) when (refused.ConsumerRecord is { Partition.Value: >= 0 } record)
            {
                Volatile.Read(ref _buffers[record.Partition.Value])?.Fail(ReadErrors.Of(refused.Error, Of(record.Partition.Value)));
            }
#pragma warning disable CA1031 // Whatever it is, the pumps hear of it and start anew, with another consumer.
            catch (Exception thrown)
#pragma warning restore CA1031
            {
                lock (_lock)
                {
                    _consumer = null;
                    Array.ForEach(_buffers, buffer => buffer?.Fail(thrown));
                }

                break;
            }
        }

        consumer.Dispose();
    }

    private void Consume(IConsumer<byte[], byte[]> consumer)
    {
        while (_roomAgain.TryDequeue(out var partition))
        {
            lock (_lock)
            {
                if (_buffers[partition] is not null)
                {
                    consumer.Resume([Of(partition)]);
                }
            }
        }

        if (consumer.Consume(Step) is not { } result || Volatile.Read(ref _buffers[result.Partition.Value]) is not { } buffer)
        {
            return;
        }

        if (result.IsPartitionEOF)
        {
            buffer.AtEnd();
        }
        else if (!buffer.Add(records.ToRecord(result)))
        {
            lock (_lock)
            {
                if (_buffers[result.Partition.Value] == buffer)
                {
                    consumer.Pause([Of(result.Partition.Value)]); // the result itself names no topic
                }
            }
        }
    }

    // How long to wait for a record of which the last fetch said that it is there.
    private TimeSpan Patience(ReadBuffer buffer, int partition)
    {
        try
        {
            var end = _consumer?.GetWatermarkOffsets(Of(partition)).High ?? Offset.Unset;
            return end == Offset.Unset ? FirstFetch : end.Value > buffer.Fetched + 1 ? NextFetch : TimeSpan.Zero;
        }
        catch (ObjectDisposedException)
        {
            return TimeSpan.Zero; // it ended meanwhile: the next read says so
        }
    }

    private TopicPartition Of(int partition) => new(topic, partition);

    private sealed class Following(AheadReader reader, int partition, ReadBuffer buffer) : IDisposable
    {
        public void Dispose()
        {
            lock (reader._lock)
            {
                reader.Leave(partition, buffer);
            }
        }
    }
}
