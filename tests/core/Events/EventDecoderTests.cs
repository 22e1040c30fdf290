using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Tests.Events;

public class EventDecoderTests
{
    private static readonly Instant Appended = Instant.From(new(2024, 3, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Decode_Track_GivesEveryMember()
    {
        const string json = """
            {"messageId":"m-1","type":"track","event":"Product Viewed","userId":"2261","anonymousId":"9f3",
             "timestamp":"2024-03-01T11:00:00.250Z","receivedAt":"2024-03-01T11:30:00Z","properties":{"price":9.5},
             "context":{"locale":"pt-BR"},"integrations":{"All":true}}
            """;

        var e = Decoded(json);

        Assert.Equal(EventType.Track, e.Type);
        Assert.Same(EventName.ProductViewed, e.Name);
        Assert.Equal(("2261", "9f3"), (e.UserId, e.AnonymousId));
        Assert.Equal("2024-03-01T11:00:00.250Z", e.At.ToString());
        Assert.Equal("2024-03-01T11:30:00.000Z", e.ReceivedAt.ToString());
        Assert.Equal("""{"price":9.5}""", Text(e.Properties));
        Assert.Equal("""{"locale":"pt-BR"}""", Text(e.Context));
        Assert.Equal(json, Text(e.Json));
        Assert.Equal(StableHash.Of("m-1"u8), e.MessageHash);
    }

    [Theory]
    [InlineData("""{"type":"identify","userId":"1","traits":{"a":1},"properties":{"b":2}}""", EventType.Identify, "", """{"a":1}""")]
    [InlineData("""{"type":"group","userId":"1","traits":{"a":1}}""", EventType.Group, "", """{"a":1}""")]
    [InlineData("""{"type":"page","userId":"1","name":"Home","properties":{"b":2}}""", EventType.Page, "Home", """{"b":2}""")]
    [InlineData("""{"type":"screen","anonymousId":"1","properties":[]}""", EventType.Screen, "", "")]
    [InlineData("""{"type":"alias","userId":"1","previousId":"2"}""", EventType.Alias, "", "")]
    [InlineData("""{"type":"tags","userId":"1","add":["x"]}""", EventType.Tags, "", """{"type":"tags","userId":"1","add":["x"]}""")]
    [InlineData("""{"type":"noteDeleted","userId":"1","note":"3-7"}""", EventType.NoteDeleted, "", """{"type":"noteDeleted","userId":"1","note":"3-7"}""")]
    [InlineData("""{"type":"track","userId":1,"event":"x","properties":null,"context":null}""", EventType.Track, "x", "")]
    [InlineData("""{"type":"track","userId":"1","event":"x","event":"y","properties":{"a":1},"properties":{"a":2}}""", EventType.Track, "y", """{"a":2}""")]
    [InlineData("""{"type":"track","userId":"1","event":"x","properties":{"a":1},"properties":[ ]}""", EventType.Track, "x", "")]
    [InlineData("""{"ty\u0070e":"tr\u0061ck","userId":"1","event":"\u00e9","\ud800":1}""", EventType.Track, "é", "")]
    public void Decode_Valid_GivesTypeNameAndProperties(string json, EventType type, string name, string properties)
    {
        var e = Decoded(json);

        Assert.Equal((type, name, properties), (e.Type, e.Name, Text(e.Properties)));
    }

    [Theory]
    [InlineData("\"12\"", "12")]
    [InlineData("12", "12")]
    [InlineData("1.50", "1.50")]
    [InlineData("12345678901234567890123", "12345678901234567890123")]
    [InlineData("\"\\u00e9\"", "é")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    public void Decode_UserId_IsText(string written, string? expected) =>
        Assert.Equal(expected, Decoded($$"""{"type":"identify","anonymousId":"a","userId":{{written}}}""").UserId);

    [Theory]
    [InlineData("", RejectReason.MalformedJson)]
    [InlineData("   ", RejectReason.MalformedJson)]
    [InlineData("{", RejectReason.MalformedJson)]
    [InlineData("{}{}", RejectReason.MalformedJson)]
    [InlineData("{\"type\":\"track\",}", RejectReason.MalformedJson)]
    [InlineData("{'type':1}", RejectReason.MalformedJson)]
    [InlineData("{\"x\":{\"y\":[1,2}}", RejectReason.MalformedJson)]
    [InlineData("[]", RejectReason.NotAnObject)]
    [InlineData("\"track\"", RejectReason.NotAnObject)]
    [InlineData("null", RejectReason.NotAnObject)]
    [InlineData("{}", RejectReason.UnknownType)]
    [InlineData("""{"type":"Track","userId":"1","event":"x"}""", RejectReason.UnknownType)]
    [InlineData("""{"type":7,"userId":"1","event":"x"}""", RejectReason.UnknownType)]
    [InlineData("""{"type":"track","userId":"1"}""", RejectReason.MissingEventName)]
    [InlineData("""{"type":"track","userId":"1","event":""}""", RejectReason.MissingEventName)]
    [InlineData("""{"type":"track","userId":"1","event":null}""", RejectReason.MissingEventName)]
    [InlineData("""{"type":"track","event":"x"}""", RejectReason.MissingIds)]
    [InlineData("""{"type":"track","event":"x","userId":"","anonymousId":null}""", RejectReason.MissingIds)]
    [InlineData("""{"type":"track","event":"x","userId":true}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":{}}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":4,"userId":"1"}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","messageId":[]}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","properties":"p"}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","properties":[1]}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","context":7}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","timestamp":1709290800}""", RejectReason.WrongType)]
    [InlineData("""{"type":"track","event":"x","userId":"1","timestamp":"yesterday"}""", RejectReason.InvalidTimestamp)]
    [InlineData("""{"type":"track","event":"x","userId":"1","timestamp":"1969-12-31T23:59:59Z"}""", RejectReason.InvalidTimestamp)]
    [InlineData("""{"type":"track","event":"x","userId":"1","sentAt":""}""", RejectReason.InvalidTimestamp)]
    [InlineData("""{"type":"track","event":"x","userId":"1","timestamp":"2024-03-02T12:00:00.001Z"}""", RejectReason.FutureDate)]
    [InlineData("""{"type":"track","event":"x","userId":"\ud800"}""", RejectReason.InvalidText)]
    [InlineData("""{"type":"track","event":"x\u0000","userId":"1"}""", RejectReason.InvalidText)]
    public void Decode_Invalid_SaysWhy(string json, RejectReason reason)
    {
        var result = EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended);

        Assert.Equal(reason, result.Reason);
        Assert.Null(result.Event);
        Assert.NotEmpty(result.Detail);
    }

    [Theory]
    [InlineData(EventLimits.MaxBytes, null)]
    [InlineData(EventLimits.MaxBytes + 1, RejectReason.TooLarge)]
    public void Decode_BySize_KeepsTheLimit(int bytes, RejectReason? reason)
    {
        const string frame = """{"type":"track","event":"x","userId":"1","pad":""}""";
        var json = frame.Insert(frame.Length - 2, new string('x', bytes - frame.Length));

        Assert.Equal(reason, EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended).Reason);
    }

    [Theory]
    [InlineData(63, null)]
    [InlineData(64, RejectReason.TooDeep)]
    [InlineData(5000, RejectReason.TooDeep)]
    public void Decode_ByDepth_KeepsTheLimit(int arrays, RejectReason? reason)
    {
        var json = $$"""{"type":"track","event":"x","userId":"1","deep":{{new string('[', arrays)}}{{new string(']', arrays)}}}""";

        Assert.Equal(reason, EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended).Reason);
    }

    [Theory]
    [InlineData("userId", 256, null)]
    [InlineData("userId", 257, RejectReason.IdTooLong)]
    [InlineData("anonymousId", 257, RejectReason.IdTooLong)]
    [InlineData("messageId", 257, null)]
    public void Decode_ByIdLength_KeepsTheLimit(string member, int length, RejectReason? reason)
    {
        var json = $$"""{"type":"identify","userId":"1","{{member}}":"{{new string('é', length / 2)}}{{new string('x', length % 2)}}"}""";

        Assert.Equal(reason, EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended).Reason);
    }

    [Fact]
    public void Decode_NotUtf8_IsRejected() =>
        Assert.Equal(RejectReason.InvalidUtf8, EventDecoder.Decode(new byte[] { (byte)'{', 0xFF, (byte)'}' }, Appended).Reason);

    [Fact]
    public void Decode_WithoutAnyTime_HappenedWhenAppended()
    {
        var e = Decoded("""{"type":"track","event":"x","userId":"1"}""");

        Assert.Equal((Appended, Appended), (e.At, e.ReceivedAt));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Decode_WithoutMessageId_HasNoHash(string written) =>
        Assert.Equal(0UL, Decoded($$"""{"type":"identify","userId":"1","messageId":{{written}}}""").MessageHash);

    [Fact]
    public void Decode_MessageIdEscapedOrNot_HasOneHash() => Assert.Equal(
        Decoded("""{"type":"identify","userId":"1","messageId":"a/b"}""").MessageHash,
        Decoded("""{"type":"identify","userId":"1","messageId":"a\/b"}""").MessageHash);

    private static Event Decoded(string json)
    {
        var result = EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Appended);
        Assert.Null(result.Reason);
        return result.Event!.Value;
    }

    private static string Text(ReadOnlyMemory<byte> json) => Encoding.UTF8.GetString(json.Span);
}
