using System.Text;
using Confluent.Kafka;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Microsoft.Extensions.DependencyInjection;

namespace Crm.Ingest.Tests.Kafka;

/// <summary>Records of other producers and of ours, as they come back from the brokers.</summary>
public sealed class KafkaRecordsTests(KafkaFixture fixture) : IClassFixture<KafkaFixture>
{
    private const string Json = """{"type":"track","event":"A","userId":"7"}""";

    [Theory]
    [InlineData("shop/u:7", null, null, "shop/u:7")]
    [InlineData("shop/a:9", "other", null, "shop/a:9")]
    [InlineData("shop/?", null, null, "shop/?")] // as the collector writes an event without ids
    [InlineData("7", "till", null, "till/7")]
    [InlineData("7", null, "web", "web/7")]
    [InlineData("7", "till", "web", "till/7")]
    [InlineData("7", "", "web", "web/7")] // a header without a value names none
    [InlineData("a/b", "till", null, "till/a/b")] // a slash of somebody else's key names no store
    [InlineData(null, "till", null, "till/")]
    [InlineData(null, null, null, "/")] // none is named: the pump rejects it
    public async Task ToRecord_OfOtherProducers_StoreIsThatOfKeyHeaderOrSetting(string? key, string? header, string? setting, string expected)
    {
        var headers = new Headers();
        if (header is not null)
        {
            headers.Add(KafkaRecords.StoreHeader, header.Length == 0 ? null : Encoding.UTF8.GetBytes(header));
        }

        Assert.Equal(expected, (await ThereAndBack(Message(key, Json, headers), setting)).Key);
    }

    [Theory]
    [InlineData(63), InlineData(64), InlineData(65), InlineData(5_000)]
    public async Task ToRecord_KeyOfAnyLength_IsTheWholeText(int length)
    {
        var key = "shop/u:" + new string('ü', length - 7);

        Assert.Equal(key, (await ThereAndBack(Message(key, Json, null))).Key);
    }

    [Theory]
    [InlineData(RecordKind.Event), InlineData(RecordKind.Control), InlineData(RecordKind.Tick)]
    public async Task ToMessage_AndBack_IsTheSame(RecordKind kind)
    {
        var record = new LogAppend(0, kind, kind == RecordKind.Event ? "shop/u:ü" : "shop/", Encoding.UTF8.GetBytes(Json), null, "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var read = await ThereAndBack(KafkaRecords.ToMessage(record));

        Assert.Equal((kind, record.Key, Json, record.TraceParent), (read.Kind, read.Key, Encoding.UTF8.GetString(read.Payload.Span), read.TraceParent));
    }

    /// <summary>By the names that stand in topics since the first version, whatever the constants say.</summary>
    [Theory]
    [InlineData("event", RecordKind.Event), InlineData("control", RecordKind.Control), InlineData("tick", RecordKind.Tick)]
    public async Task ToRecord_AsTheFirstVersionWroteIt_IsRead(string kind, RecordKind expected)
    {
        var headers = new Headers { { "crm-kind", Encoding.UTF8.GetBytes(kind) }, { "crm-origin", "5:41:1709294400000"u8.ToArray() }, { "traceparent", "00-1-2-01"u8.ToArray() } };

        var read = await ThereAndBack(Message("shop/u:7", Json, headers));

        Assert.Equal((expected, new Origin(5, 41, new(1_709_294_400_000)), "00-1-2-01", Json), (read.Kind, read.Origin, read.TraceParent, Encoding.UTF8.GetString(read.Payload.Span)));
    }

    [Fact]
    public async Task ToRecord_KindThatNobodyKnows_IsNoneOfOurs()
    {
        var read = await ThereAndBack(Message("shop/", "{}", new() { { KafkaRecords.KindHeader, "cut"u8.ToArray() } }));

        Assert.False(Enum.IsDefined(read.Kind)); // the decoder makes it a dead letter
    }

    [Fact]
    public async Task ToMessage_Forwarded_KeepsItsOrigin()
    {
        var record = new LogAppend(0, RecordKind.Event, "shop/u:7", Encoding.UTF8.GetBytes(Json), new Origin(3, 41, new(1_600_000_000_123)));

        Assert.Equal(record.Origin, (await ThereAndBack(KafkaRecords.ToMessage(record))).Origin);
    }

    [Theory]
    [InlineData(""), InlineData("1:2"), InlineData("a:b:c"), InlineData("1:2:3:4")]
    public async Task ToRecord_OriginThatIsNone_IsOneThatCannotBe(string origin) =>
        Assert.Equal(-1, (await ThereAndBack(Message("shop/u:7", Json, new() { { KafkaRecords.OriginHeader, Encoding.UTF8.GetBytes(origin) } }))).Origin!.Partition);

    [Fact]
    public async Task ToRecord_NoValue_IsEmpty() => Assert.Equal(0, (await ThereAndBack(Message("shop/u:7", null, null))).Payload.Length);

    private static Message<byte[], byte[]> Message(string? key, string? value, Headers? headers) => new()
    {
        Key = key is null ? null! : Encoding.UTF8.GetBytes(key),
        Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
        Headers = headers,
    };

    private async Task<LogRecord> ThereAndBack(Message<byte[], byte[]> message, string? store = null)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = fixture.Cluster.Brokers }).Build();
        var place = (await producer.ProduceAsync(new TopicPartition(KafkaFixture.Topic, 0), message)).TopicPartitionOffset;
        using var lookup = new KafkaLookup(fixture.Process.GetRequiredService<KafkaClients>(), new KafkaRecords(store), fixture.Process.GetRequiredService<KafkaOptions>());
        var read = Assert.Single(await lookup.Read(place.TopicPartition, place.Offset.Value - 1, 1, default));
        Assert.Equal(place.Offset.Value, read.Offset);
        return read;
    }
}
