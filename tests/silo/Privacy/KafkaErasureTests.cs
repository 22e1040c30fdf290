using System.Text;
using Confluent.Kafka;
using Crm.Silo.Tests.Kafka;

namespace Crm.Silo.Tests.Privacy;

/// <summary>What we append to Kafka nobody can read there, before an erasure or after it.</summary>
public class KafkaErasureTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Erase_LogIsKafkas_NothingOfThePersonIsInTheTopicOrTheDatabase()
    {
        await using var silos = await KafkaSilos.Create();
        var silo = await silos.Start(
            ("Crm__Privacy__KeysAfter", "00:00:00.500"), ("Crm__Privacy__TellFor", "00:00:01"), ("Crm__Privacy__ErasurePoll", "00:00:00.050"));
        using var store = await TestStore.Create(silo.Url, "wall");
        var person = new Person();
        await person.Fill(store);
        Assert.Equal(5, (await store.Get(person.Path + "/timeline")).Ok()["items"].GetArrayLength()); // what is sealed there is read

        var receipt = await person.EraseWholly(store);
        for (var tries = 0; await silos.Database.Scalar<long>("select count(*) from crm.feed where cause = 4") > 0; tries++)
        {
            Assert.True(tries < 300, "what tells of the erasure stays");
            await Task.Delay(100);
        }

        Assert.Empty(await new PersonSearch(silos.Database.ConnectionString).Find(person.Texts));
        var topic = Read(silos.Cluster.Brokers, "crm.events");
        Assert.True(topic.Count > 8, $"{topic.Count} records");
        Assert.DoesNotContain(person.Texts.SelectMany(PersonSearch.Forms), form => topic.Exists(record => record.Contains(form, StringComparison.OrdinalIgnoreCase)));
        Assert.Contains("topic crm.events", receipt["remains"].EnumerateArray().Select(static place => place.GetProperty("place").GetString()));
    }

    // Key, value and headers of every record, byte for byte; once more in hexadecimal, as bytes may stand anywhere in them.
    private static List<string> Read(string brokers, string topic)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig { BootstrapServers = brokers, GroupId = "search", EnablePartitionEof = true }).Build();
        consumer.Assign(Enumerable.Range(0, 4).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var records = new List<string>();
        for (var ends = 0; ends < 4;)
        {
            var result = consumer.Consume(Patience) ?? throw new TimeoutException("The topic does not end.");
            if (result.IsPartitionEOF)
            {
                ends++;
                continue;
            }

            byte[] all = [.. result.Message.Key ?? [], 0, .. result.Message.Value ?? [], 0, .. (result.Message.Headers ?? []).SelectMany(static header => header.GetValueBytes() ?? [])];
            records.Add($"{Encoding.Latin1.GetString(all)} {Convert.ToHexStringLower(all)}");
        }

        consumer.Close();
        return records;
    }
}
