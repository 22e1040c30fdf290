using System.Text;
using Confluent.Kafka;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Tests.Kafka;

public class KafkaRecordsTests
{
    private const string Json = """{"type":"track","event":"A","userId":"7"}""";

    [Theory]
    [InlineData("shop/u:7", null, null, "shop/u:7")]
    [InlineData("shop/a:9", "other", null, "shop/a:9")]
    [InlineData("shop/?", null, null, "shop/?")] // as the collector writes an event without ids
    [InlineData("7", "till", null, "till/7")]
    [InlineData("7", null, "web", "web/7")]
    [InlineData("7", "till", "web", "till/7")]
    [InlineData("a/b", "till", null, "till/a/b")] // a slash of somebody else's key names no store
    [InlineData(null, "till", null, "till/")]
    [InlineData(null, null, null, "/")] // none is named: the pump rejects it
    public void ToRecord_OfOtherProducers_StoreIsThatOfKeyHeaderOrSetting(string? key, string? header, string? setting, string expected)
    {
        var headers = new Headers();
        if (header is not null)
        {
            headers.Add(KafkaRecords.StoreHeader, Encoding.UTF8.GetBytes(header));
        }

        Assert.Equal(expected, new KafkaRecords(setting).ToRecord(Result(key, Json, headers)).Key);
    }

    [Theory]
    [InlineData(RecordKind.Event), InlineData(RecordKind.Control), InlineData(RecordKind.Tick)]
    public void ToMessage_AndBack_IsTheSame(RecordKind kind)
    {
        var record = new LogAppend(0, kind, kind == RecordKind.Event ? "shop/u:ü" : "shop/", Encoding.UTF8.GetBytes(Json));
        var message = KafkaRecords.ToMessage(record);

        var read = new KafkaRecords(null).ToRecord(new() { Message = message, TopicPartitionOffset = new("t", 0, 5) });

        Assert.Equal((5, kind, record.Key, Json), (read.Offset, read.Kind, read.Key, Encoding.UTF8.GetString(read.Payload.Span)));
    }

    [Fact]
    public void ToRecord_KindThatNobodyKnows_IsNoneOfOurs()
    {
        var read = new KafkaRecords(null).ToRecord(Result("shop/", "{}", new() { { KafkaRecords.KindHeader, "cut"u8.ToArray() } }));

        Assert.False(Enum.IsDefined(read.Kind)); // the decoder makes it a dead letter
    }

    [Fact]
    public void ToMessage_Forwarded_KeepsItsOrigin()
    {
        var record = new LogAppend(0, RecordKind.Event, "shop/u:7", Encoding.UTF8.GetBytes(Json), new Origin(3, 41, new(1_600_000_000_123)));

        var read = new KafkaRecords(null).ToRecord(new() { Message = KafkaRecords.ToMessage(record), TopicPartitionOffset = new("t", 0, 5) });

        Assert.Equal(record.Origin, read.Origin);
    }

    [Theory]
    [InlineData(""), InlineData("1:2"), InlineData("a:b:c"), InlineData("1:2:3:4")]
    public void ToRecord_OriginThatIsNone_IsOneThatCannotBe(string origin) =>
        Assert.Equal(-1, new KafkaRecords(null).ToRecord(Result("shop/u:7", Json, new() { { KafkaRecords.OriginHeader, Encoding.UTF8.GetBytes(origin) } })).Origin!.Partition);

    [Fact]
    public void ToRecord_NoValue_IsEmpty() => Assert.Equal(0, new KafkaRecords(null).ToRecord(Result("shop/u:7", null, null)).Payload.Length);

    private static ConsumeResult<byte[], byte[]> Result(string? key, string? value, Headers? headers) => new()
    {
        TopicPartitionOffset = new("t", 0, 1),
        Message = new()
        {
            Key = key is null ? null! : Encoding.UTF8.GetBytes(key),
            Value = value is null ? null! : Encoding.UTF8.GetBytes(value),
            Headers = headers,
            Timestamp = new Timestamp(1_700_000_000_000, TimestampType.LogAppendTime),
        },
    };
}
