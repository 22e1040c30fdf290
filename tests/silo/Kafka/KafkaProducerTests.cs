using System.Text;
using Confluent.Kafka;

namespace Crm.Silo.Tests.Kafka;

/// <summary>Other producers write straight to the topic, with keys and partitions of their own.</summary>
public class KafkaProducerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Produce_EveryFormAtEveryPartition_CountsAtHomeOnce()
    {
        await using var silos = await KafkaSilos.Create();
        using var store = await TestStore.Create((await silos.Start()).Url, "wall");
        using var producer = Producer(silos);
        var key = $"{store.Name}/u:7";
        for (var partition = 0; partition < 4; partition++)
        {
            await Produce(producer, partition, null, Event($"a{partition}"), ("crm-store", store.Name));
            await Produce(producer, partition, "7", Event($"b{partition}"), ("crm-store", store.Name));
            await Produce(producer, partition, key, Event($"c{partition}"));
            await Produce(producer, partition, key, $$$"""{"specversion":"1.0","id":"d{{{partition}}}","source":"/till","type":"track","data":{{{Event(null)}}}}""");
            await Produce(producer, partition, key, Event($"e{partition}"), ("ce_specversion", "1.0"), ("ce_id", "x"), ("content-type", "application/json"));
            await Produce(producer, partition, key, Event("again")); // one event, sent four times
        }

        await Until(async () => (await store.Get("/api/v1/customers/u:7")) is { Status: System.Net.HttpStatusCode.OK } answer
            && answer["figures"].GetProperty("orders").GetInt32() == 21);
        Assert.Equal(21, await silos.Database.Scalar<long>("select count(*) from crm.archive"));
        Assert.Equal(0, await silos.Database.Scalar<long>("select count(*) from crm.dead_letters"));
    }

    // The topic has 24 records of 21 events: four are forwarded home, and four times one is sent.
    [Fact]
    public async Task NewSegment_TheLogKeepsTheArchive_CountsWhatCounted()
    {
        await using var silos = await KafkaSilos.Create();
        using var store = await TestStore.Create((await silos.Start(("Crm__Pump__Archive", "Log"))).Url, "wall");
        using var producer = Producer(silos);
        for (var partition = 0; partition < 4; partition++)
        {
            for (var number = 0; number < 5; number++)
            {
                await Produce(producer, partition, $"{store.Name}/u:7", Event($"{partition}{number}"));
            }

            await Produce(producer, partition, "7", Event("again"), ("crm-store", store.Name));
        }

        await Until(async () => (await store.Get("/api/v1/customers/u:7")) is { Status: System.Net.HttpStatusCode.OK } answer
            && answer["figures"].GetProperty("orders").GetInt32() == 21);
        (await store.PutSegment("enough", "did \"Order Completed\" at least 21 times")).Ok();
        (await store.PutSegment("more", "did \"Order Completed\" at least 22 times")).Ok();

        Assert.Equal(1, (await store.Get("/api/v1/segments/enough")).Ok()["count"].GetInt64());
        Assert.Equal(0, (await store.Get("/api/v1/segments/more")).Ok()["count"].GetInt64());
        Assert.Equal(0, await silos.Database.Scalar<long>("select (select count(*) from crm.archive) + (select count(*) from crm.history)"));
    }

    [Fact]
    public async Task Produce_WhatIsNoEvent_IsADeadLetterAndStopsNothing()
    {
        await using var silos = await KafkaSilos.Create();
        using var store = await TestStore.Create((await silos.Start()).Url, "wall");
        using var producer = Producer(silos);
        var key = $"{store.Name}/u:7";
        await Produce(producer, 1, key, "{");
        await Produce(producer, 1, null, Event("nobody's")); // names no store
        await Produce(producer, 1, key, Event("odd"), ("crm-kind", "cut"));
        await Produce(producer, 1, key, Event("false"), ("crm-origin", "?"));
        await Produce(producer, 1, null, null, ("crm-store", store.Name));
        await Produce(producer, 1, key, Event("good"));

        await Until(async () => (await store.Get("/api/v1/customers/u:7")).Status == System.Net.HttpStatusCode.OK);
        Assert.Equal(5, await silos.Database.Scalar<long>("select count(*) from crm.dead_letters"));
        Assert.Equal(1, await silos.Database.Scalar<long>("select count(*) from crm.archive"));
        Assert.Equal(
            [$"{key} MalformedJson {{", $"/ UnknownStore {Event("nobody's")}", $"{key} - {Event("odd")}", $"{key} Misdirected {Event("false")}", $"{store.Name}/ MalformedJson "],
            Copies(silos).Take(5).Select(static letter => $"{Text(letter.Key)} {Header(letter, "crm-reason") switch { "" => "-", var reason => reason }} {Text(letter.Value)}"));
        Assert.Equal(4, (await store.Get("/api/v1/dead-letters")).Ok()["items"].GetArrayLength()); // one is no store's
        await Until(async () => await silos.Database.Scalar<long>("select max(log_offset) from crm.publications") == 4);
    }

    private static IEnumerable<Message<byte[], byte[]>> Copies(KafkaSilos silos)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = silos.Cluster.Brokers, GroupId = "test" }).Build();
        consumer.Assign(new TopicPartitionOffset("crm.events.dead", 0, 0));
        while (consumer.Consume(Patience) is { } result)
        {
            yield return result.Message;
        }
    }

    private static string Text(byte[]? bytes) => Encoding.UTF8.GetString(bytes ?? []);

    private static string Header(Message<byte[], byte[]> message, string name) => Text(message.Headers.GetLastBytes(name));

    private static string Event(string? id) =>
        $$"""{"type":"track","event":"Order Completed","userId":"7",{{(id is null ? "" : $"\"messageId\":\"{id}\",")}}"properties":{"order_id":"{{id ?? Guid.NewGuid().ToString()}}","total":1,"currency":"BRL"} }""";

    private static IProducer<byte[]?, byte[]?> Producer(KafkaSilos silos) =>
        new ProducerBuilder<byte[]?, byte[]?>(new ProducerConfig { BootstrapServers = silos.Cluster.Brokers }).Build();

    private static async Task Produce(IProducer<byte[]?, byte[]?> producer, int partition, string? key, string? value, params (string Name, string Value)[] headers)
    {
        var all = new Headers();
        foreach (var (name, text) in headers)
        {
            all.Add(name, Encoding.UTF8.GetBytes(text));
        }

        await producer.ProduceAsync(new TopicPartition("crm.events", partition), new()
        {
            Key = key is null ? null : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null : Encoding.UTF8.GetBytes(value),
            Headers = all,
        });
    }

    private static async Task Until(Func<Task<bool>> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            await Task.Delay(50, patience.Token);
        }
    }
}
