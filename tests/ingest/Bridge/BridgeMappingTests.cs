using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Bridge;

namespace Crm.Ingest.Tests.Bridge;

public class BridgeMappingTests
{
    private static readonly DateTimeOffset Time = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);

    private readonly BridgeTopic _topic = new() { Topic = "orders", Store = "shop", Event = "Order Completed", UserIdField = "customer.id" };

    [Fact]
    public void Map_EveryField_IsWhereTheTopicSays()
    {
        var topic = new BridgeTopic
        {
            Store = "shop",
            EventField = "kind",
            UserIdField = "customer.id",
            TimeField = "at",
            MessageIdField = "id",
            DataField = "order",
        };

        var (key, e) = Map(topic, """{"kind":"Order Completed","customer":{"id":7},"at":"2024-01-02T03:04:05Z","id":"m1","order":{"order_id":"o","total":2}}""");

        Assert.Equal("shop/u:7", key);
        Assert.Equal(("Order Completed", "7", """{"order_id":"o","total":2}"""), (e.Name, e.UserId, Encoding.UTF8.GetString(e.Properties.Span)));
        Assert.Equal(new Instant(1_704_164_645_000), e.At);
        Assert.Equal(Event("""{"type":"page","userId":"7","messageId":"m1"}""").MessageHash, e.MessageHash);
    }

    [Fact]
    public void Map_NothingButTheId_TakesPlaceTimeAndTheWholeValue()
    {
        var (_, e) = Map(_topic, """{"customer":{"id":"7"},"total":2}""");

        Assert.Equal(Instant.From(Time), e.At);
        Assert.Equal(Event("""{"type":"page","userId":"7","messageId":"orders/1/2"}""").MessageHash, e.MessageHash);
        Assert.Equal("""{"customer":{"id":"7"},"total":2}""", Encoding.UTF8.GetString(e.Properties.Span));
    }

    [Theory]
    [InlineData("1704164645"), InlineData("1704164645000"), InlineData("1704164645.0"), InlineData("\"2024-01-02T03:04:05Z\"")]
    public void Map_Time_MayBeTextOrUnixSecondsOrMilliseconds(string time)
    {
        _topic.TimeField = "t";

        Assert.Equal(new Instant(1_704_164_645_000), Map(_topic, $$$"""{"customer":{"id":"7"},"t":{{{time}}}}""").Event.At);
    }

    [Fact]
    public void Map_Key_CanBeTheId()
    {
        _topic.UserIdField = "$key";

        Assert.Equal("shop/u:k", Map(_topic, "{}").Key);
    }

    [Fact]
    public void Map_Identify_HasTraits()
    {
        (_topic.Type, _topic.AnonymousIdField, _topic.UserIdField) = ("identify", "visitor", null);

        var (key, e) = Map(_topic, """{"visitor":"v","email":"a@b.example"}""");

        Assert.Equal(("shop/a:v", EventType.Identify), (key, e.Type));
        Assert.Contains("email", Encoding.UTF8.GetString(e.Properties.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", RejectReason.MalformedJson)]
    [InlineData("[]", RejectReason.NotAnObject)]
    [InlineData("", RejectReason.MalformedJson)]
    [InlineData("{\"customer\":{\"id\":null}}", RejectReason.MissingIds)]
    [InlineData("{\"customer\":7}", RejectReason.MissingIds)]
    [InlineData("{\"customer\":{\"id\":7},\"t\":true}", RejectReason.InvalidTimestamp)]
    [InlineData("{\"customer\":{\"id\":7},\"t\":-5e30}", RejectReason.InvalidTimestamp)]
    public void Map_WhatIsNoEvent_IsForTheDecoderToReject(string value, RejectReason reason)
    {
        _topic.TimeField = "t";
        var (_, payload) = new BridgeMapping(_topic).Map(new("orders/1/2", "k", Encoding.UTF8.GetBytes(value), Time));

        Assert.Equal(reason, EventDecoder.Decode(payload, Instant.From(Time)).Reason);
    }

    [Fact]
    public void Validate_SeveralBadTopics_NamesAll()
    {
        var options = new BridgeOptions { Topics = { new(), new() { Topic = "", Store = "a/b", Type = "x", UserIdField = "u" } } };

        var failures = new BridgeOptionsValidator().Validate(null, options).Failures!.ToArray();

        Assert.All(
            (string[])["Topics:0:Topic", "Topics:0:Store", "Topics:0 must have a UserIdField", "Topics:0 must have an Event", "Topics:1:Topic", "Topics:1:Store", "Topics:1:Type"],
            what => Assert.Contains(failures, failure => failure.Contains(what, StringComparison.Ordinal)));
    }

    private static (string Key, Event Event) Map(BridgeTopic topic, string value)
    {
        var (key, payload) = new BridgeMapping(topic).Map(new("orders/1/2", "k", Encoding.UTF8.GetBytes(value), Time));
        return (key, Event(Encoding.UTF8.GetString(payload.Span)));
    }

    private static Event Event(string json) => EventDecoder.Decode(Encoding.UTF8.GetBytes(json), Instant.From(Time)).Event!.Value;
}
