using Confluent.Kafka;
using Confluent.Kafka.Admin;

namespace Crm.Bench.Store1m;

/// <summary>A store's own producer: as fast as the system keeps up, or at a rate.</summary>
internal sealed class KafkaLoad : IDisposable
{
    private const int MostOfOne = 6_000; // in one partition: of those 5 MB that the mock brokers keep it must not fall out
    private const int Step = 500;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly StoreUnderTest _store;
    private readonly Clicks _clicks;
    private readonly IProducer<byte[], byte[]> _producer;
    private readonly long[] _produced = new long[StoreUnderTest.Partitions];
    private long[]? _before; // where each partition ended before the first was produced

    public KafkaLoad(StoreUnderTest store, Clicks clicks)
    {
        (_store, _clicks) = (store, clicks);
        _producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig
        {
            BootstrapServers = store.Kafka.Brokers,
            Acks = Acks.All,
            EnableIdempotence = true,
            LingerMs = 50,
            BatchNumMessages = 10_000,
            EnableDeliveryReports = false, // an object and a call for each event; what the brokers have is asked of them
        }).Build();
    }

    public long Produced { get; private set; }

    /// <summary>Events between what was produced and what is durable, at full speed.</summary>
    public int MostBehind { get; init; } = 100_000;

    /// <summary>Produces until cancelled.</summary>
    /// <param name="perSecond">Null: as fast as it goes.</param>
    /// <param name="customers">One event of each, in order; null: Zipf-distributed.</param>
    /// <param name="stop">Ends it.</param>
    public async Task Run(int? perSecond, IEnumerator<int>? customers, CancellationToken stop)
    {
        var start = DateTimeOffset.UtcNow;
        var before = Produced;
        while (!stop.IsCancellationRequested)
        {
            var now = DateTimeOffset.UtcNow;
            var due = perSecond is { } rate ? (long)((now - start).TotalSeconds * rate) - (Produced - before) : Step;
            if (due < 1 || await Behind() > MostBehind)
            {
                await Task.Delay(due < 1 ? TimeSpan.FromMilliseconds(5) : Look, CancellationToken.None);
                continue;
            }

            for (; due > 0; due--)
            {
                if (customers?.MoveNext() == false)
                {
                    return;
                }

                Produce(_clicks.Next(now, customers?.Current));
            }
        }
    }

    /// <summary>Returns once everything that was produced is durable.</summary>
    public async Task Applied()
    {
        _producer.Flush(TimeSpan.FromMinutes(1));
        var ends = await Ends();
        if (ends.Sum() < Produced)
        {
            throw new InvalidOperationException($"The brokers have {ends.Sum():N0} records of {Produced:N0}.");
        }

        await Reached(ends);
    }

    /// <summary>An event of each of so many customers, all dated alike.</summary>
    public Task Once(string name, int customers, DateTimeOffset at) => Once(name, customers, _ => at);

    /// <summary>An event of each of so many customers, dated as is said.</summary>
    public async Task Once(string name, int customers, Func<int, DateTimeOffset> at)
    {
        for (var customer = 0; customer < customers; customer++)
        {
            while (customer % Step == 0 && await Behind() > MostBehind)
            {
                await Task.Delay(Look);
            }

            Produce(_clicks.Next(at(customer), customer, name));
        }
    }

    public void Dispose() => _producer.Dispose();

    private long _behind;
    private long _asked;
    private long _producedThen;

    // Asked no more often than it can change much.
    private async Task<long> Behind()
    {
        if (Environment.TickCount64 - _asked >= Look.TotalMilliseconds)
        {
            _asked = Environment.TickCount64;
            await Ask();
            _producedThen = Produced;
        }

        return _behind + Produced - _producedThen;
    }

    /// <summary>Of each partition, where what was produced so far ends.</summary>
    public long[] Ended() => [.. _before!.Zip(_produced, static (before, produced) => before + produced)];

    /// <summary>Returns once every partition is durable to there.</summary>
    public async Task Reached(long[] ends)
    {
        while ((await _store.Durable()).Zip(ends).Any(static partition => partition.First < partition.Second - 1))
        {
            await Task.Delay(Look);
        }
    }

    /// <summary>How many events are not durable yet, but for as many as the silo itself has appended meanwhile.</summary>
    public async Task<long> Ask()
    {
        _before ??= await Ends();
        var durable = await _store.Durable();
        var (behind, worst) = (0L, 0L);
        for (var partition = 0; partition < _produced.Length; partition++)
        {
            var left = Math.Max(0, _before[partition] + _produced[partition] - durable[partition] - 1);
            (behind, worst) = (behind + left, Math.Max(worst, left));
        }

        _behind = worst > MostOfOne ? long.MaxValue / 2 : behind;
        return behind;
    }

    private void Produce((byte[] Key, byte[] Value, int Partition) click)
    {
        var (key, value, partition) = click;
        var message = new Message<byte[], byte[]> { Key = key, Value = value };
        while (true)
        {
            try
            {
                _producer.Produce(new TopicPartition(StoreUnderTest.Topic, partition), message);
                _produced[partition]++;
                Produced++;
                return;
            }
            catch (ProduceException<byte[], byte[]> full) when (full.Error.Code == ErrorCode.Local_QueueFull)
            {
                _producer.Poll(TimeSpan.FromMilliseconds(10));
            }
        }
    }

    // Of each partition, the offset that comes next.
    private async Task<long[]> Ends()
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        var found = await admin.ListOffsetsAsync(
            Enumerable.Range(0, _produced.Length).Select(static partition => new TopicPartitionOffsetSpec
            {
                TopicPartition = new(StoreUnderTest.Topic, partition),
                OffsetSpec = OffsetSpec.Latest(),
            }));
        return [.. found.ResultInfos.OrderBy(static info => info.TopicPartitionOffsetError.Partition.Value).Select(static info => info.TopicPartitionOffsetError.Offset.Value)];
    }
}
