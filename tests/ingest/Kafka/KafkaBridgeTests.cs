using System.Text;
using Confluent.Kafka;
using Crm.Core.Events;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.TestSupport.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>
/// From another topic into the log. What rests on transactions alone cannot be tried here: the mock cluster takes part in them, but shows
/// records of those that were aborted and forgets the offsets that were committed with them.
/// </summary>
public sealed class KafkaBridgeTests : IDisposable
{
    private const int Records = 600;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly KafkaCluster _cluster = new();

    public KafkaBridgeTests()
    {
        _cluster.CreateTopic(KafkaFixture.Topic, 16);
        _cluster.CreateTopic("orders", 3);
    }

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public async Task Bridge_Records_ComeHomeOnceAndInOrder()
    {
        using var producer = Producer();
        await Produce(producer, 0);
        await using var process = await KafkaFixture.Start(_cluster);
        var bridge = await Start(process);
        await Produce(producer, 1);
        var read = await ReadUntil(process, static read => read.Count >= 2 * Records);
        await bridge.StopAsync(default);

        Assert.Equal(2 * Records, read.Select(static record => record.Event.MessageHash).Distinct().Count());
        Assert.Equal(2 * Records, read.Count);
        Assert.All(read, static record => Assert.Equal(HomePartition.Of(record.Key, 16), record.Partition));
        foreach (var customer in read.GroupBy(static record => record.Key))
        {
            var numbers = customer.Select(static record => int.Parse(Encoding.UTF8.GetString(record.Event.Properties.Span)[5..^1], null)).ToArray();
            Assert.Equal(numbers.Order(), numbers);
        }
    }

    [Fact]
    public async Task Bridge_BrokersGoneMeanwhile_LosesNothingAndNamesRepeatsAlike()
    {
        using var producer = Producer();
        await Produce(producer, 0);
        await using var process = await KafkaFixture.Start(_cluster);
        var bridge = await Start(process);
        await ReadUntil(process, static read => read.Count > 0);
        _cluster.Down();
        await Task.Delay(1_000);
        _cluster.Up();
        await Produce(producer, 1);

        await ReadUntil(process, static read => read.Select(static record => record.Event.MessageHash).Distinct().Count() == 2 * Records);
        await bridge.StopAsync(default);
    }

    private static async Task<KafkaBridge> Start(ServiceProvider process)
    {
        var bridge = process.GetServices<IHostedService>().OfType<KafkaBridge>().Single();
        await bridge.StartAsync(default);
        return bridge;
    }

    private IProducer<string, string> Producer() => new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = _cluster.Brokers }).Build();

    private static async Task Produce(IProducer<string, string> producer, int round)
    {
        await Task.WhenAll(Enumerable.Range(0, Records).Select(i => producer.ProduceAsync(
            new TopicPartition("orders", i % 3), new() { Key = $"{i % 30}", Value = $$"""{"n":{{round * Records + i}}}""" })));
    }

    private static async Task<List<(int Partition, string Key, Event Event)>> ReadUntil(ServiceProvider process, Predicate<List<(int Partition, string Key, Event Event)>> holds)
    {
        var log = process.GetRequiredService<ILog>();
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var read = new List<(int Partition, string Key, Event Event)>();
            for (var partition = 0; partition < 16; partition++)
            {
                var records = await log.Read(partition, -1, 10_000, patience.Token);
                read.AddRange(records.Select(record => (partition, record.Key, EventDecoder.Decode(record.Payload, record.AppendedAt).Event!.Value)));
            }

            if (holds(read))
            {
                return read;
            }
        }
    }
}
