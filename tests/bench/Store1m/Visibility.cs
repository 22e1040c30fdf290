using System.Diagnostics;
using System.Text;
using Confluent.Kafka;
using Crm.Client;
using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Bench.Store1m;

/// <summary>How long from before a record is produced until a subscriber of the change feed, over HTTP, has the change it makes: a probe customer gets and loses a tag in turn.</summary>
internal sealed class Visibility(StoreUnderTest store)
{
    public async Task<(double P50, double P99)> Measure(TimeSpan duration)
    {
        await using var client = new CrmClient(new CrmClientOptions { Url = store.Silo.Url, ApiKey = store.ApiKey });
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = store.Kafka.Brokers, Acks = Acks.All, LingerMs = 0 }).Build();
        var (cursor, first) = ("", 0);
        await foreach (var page in client.Segments[Definitions.Probe].Members())
        {
            (cursor, first) = (page.ChangesAfter, page.Items.Count); // who is a member still loses the tag first
        }

        await using var changes = client.Segments[Definitions.Probe].Changes(cursor).GetAsyncEnumerator();
        var milliseconds = new List<double>();
        var clock = Stopwatch.StartNew();
        for (var number = first; clock.Elapsed < duration; number++)
        {
            var next = changes.MoveNextAsync();
            if (number == first)
            {
                await Task.Delay(TimeSpan.FromSeconds(1)); // the subscription stands
            }

            var started = Stopwatch.GetTimestamp();
            Produce(producer, number);
            while (await next && changes.Current.Customer is null)
            {
                next = changes.MoveNextAsync(); // an entry of the segment itself
            }

            milliseconds.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            await Task.Delay(Random.Shared.Next(5, 25));
        }

        milliseconds.Sort();
        return (milliseconds[milliseconds.Count / 2], milliseconds[milliseconds.Count * 99 / 100]);
    }

    private static void Produce(IProducer<byte[], byte[]> producer, int number)
    {
        var key = new CustomerKey(StoreUnderTest.Name, "u:the-probe").Text;
        var json = $$"""{"type":"tags","userId":"the-probe","messageId":"probe-{{Stopwatch.GetTimestamp()}}","{{(number % 2 == 0 ? "add" : "remove")}}":["probe"]}""";
        producer.Produce(
            new TopicPartition(StoreUnderTest.Topic, HomePartition.Of(key, StoreUnderTest.Partitions)),
            new Message<byte[], byte[]> { Key = Encoding.UTF8.GetBytes(key), Value = Encoding.UTF8.GetBytes(json) });
    }
}
