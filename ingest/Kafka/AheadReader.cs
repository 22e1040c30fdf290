using System.Collections.Concurrent;
using Confluent.Kafka;
using Crm.Ingest.Kafka.Native;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Reads all partitions that pumps follow ahead of them, by one consumer and one thread. A partition whose pump is slow is paused when
/// its buffer is full; the others go on. What is followed changes on that thread too, between two reads, so that none of an earlier
/// reading gets into a later one.
/// </summary>
internal sealed class AheadReader(KafkaClients clients, KafkaRecords records, string topic, int partitions, long maxBytes) : IDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20); // how long a partition that is new, or has room again, may wait at most
    private static readonly TimeSpan FirstFetch = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan NextFetch = TimeSpan.FromMilliseconds(50);

    private readonly Lock _lock = new(); // over what pumps see
    private readonly ReadBuffer?[] _buffers = new ReadBuffer?[partitions];
    private readonly ConcurrentQueue<(int Partition, ReadBuffer? Buffer, long After)> _wanted = new();
    private readonly ConcurrentQueue<int> _roomAgain = new();
    private readonly ReadBuffer?[] _read = new ReadBuffer?[partitions]; // the thread's own: what the consumer is assigned
    private readonly HashSet<int> _full = []; // likewise: partitions to be paused
    private volatile IConsumer<byte[], byte[]>? _consumer;
    private Task? _reading;
    private volatile bool _stopped;

    /// <summary>Starts to read a partition from after the offset; whoever read it before is told that this is over.</summary>
    /// <returns>Disposed of, it ends that.</returns>
    public IDisposable Follow(int partition, long after, bool lend)
    {
        var buffer = new ReadBuffer(after, lend, maxBytes, () => _roomAgain.Enqueue(partition));
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_stopped, this);
            Replace(partition, buffer, after);
            _reading ??= Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
        _reading?.Wait();
    }

    // Under the lock.
    private void Replace(int partition, ReadBuffer? buffer, long after)
    {
        _buffers[partition]?.Fail(new ObjectDisposedException(nameof(AheadReader)));
        _buffers[partition] = buffer;
        _wanted.Enqueue((partition, buffer, after));
    }

    private void Run()
    {
        while (!_stopped)
        {
            using var consumer = clients.Reader(maxBytes * partitions);
            _consumer = consumer;
            Run(consumer);
            _consumer = null;
        }
    }

    private void Run(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            using var messages = new MessageReader(consumer);
            while (!_stopped)
            {
                Assign(consumer);
                messages.Read(Step, int.MaxValue, Take);
                PauseFull(consumer);
            }
        }
#pragma warning disable CA1031 // Whatever it is, the pumps hear of it and start anew, with another consumer.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            Array.ForEach(_read, buffer => buffer?.Fail(thrown));
            Array.Clear(_read);
            _full.Clear();
        }
    }

    private void Assign(IConsumer<byte[], byte[]> consumer)
    {
        while (_wanted.TryDequeue(out var wanted))
        {
            var before = _read[wanted.Partition];
            _read[wanted.Partition] = wanted.Buffer; // first: if what follows throws, whoever waits for it hears of it
            if (before is not null)
            {
                consumer.IncrementalUnassign([Of(wanted.Partition)]);
            }

            if (wanted.Buffer is not null)
            {
                consumer.IncrementalAssign([new TopicPartitionOffset(Of(wanted.Partition), wanted.After + 1)]);
                consumer.Resume([Of(wanted.Partition)]); // one that was paused stays so, although it was unassigned meanwhile
            }
        }

        while (_roomAgain.TryDequeue(out var partition))
        {
            if (_read[partition] is not null)
            {
                consumer.Resume([Of(partition)]);
            }
        }
    }

    private void Take(in KafkaMessage message)
    {
        if (message.Partition < 0)
        {
            throw new KafkaException(message.Error);
        }

        if (_read[message.Partition] is not { } buffer)
        {
            return;
        }

        if (message.IsEnd)
        {
            buffer.AtEnd();
        }
        else if (!message.IsRecord)
        {
            buffer.Fail(ReadErrors.Of(message.Error, Of(message.Partition)));
        }
        else if (!buffer.Add(message, records))
        {
            _full.Add(message.Partition);
        }
    }

    private void PauseFull(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var partition in _full)
        {
            consumer.Pause([Of(partition)]);
        }

        _full.Clear();
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
                if (reader._buffers[partition] == buffer)
                {
                    reader.Replace(partition, null, 0);
                }
            }
        }
    }
}
