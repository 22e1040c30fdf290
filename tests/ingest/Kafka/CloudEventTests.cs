using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Kafka;

namespace Crm.Ingest.Tests.Kafka;

public class CloudEventTests
{
    private const string Event = """{"type":"track","event":"A","userId":"7","messageId":"m","timestamp":"2020-01-01T00:00:00Z"}""";

    [Theory]
    [InlineData(Event)]
    [InlineData("""{"type":"track","event":"A","userId":"7","properties":{"specversion":"1.0"}}""")]
    [InlineData("""{"specversion":"1.0","type":"x"}""")]
    [InlineData("""{"specversion":"1.0",""")]
    [InlineData(""" "specversion" """)]
    [InlineData("")]
    public void Unwrap_WhatIsNoCloudEventWithData_IsAsItWas(string value) => Assert.Equal(value, Unwrap(value));

    [Fact]
    public void Unwrap_Data_KeepsTheEventsOwnIdAndTime()
    {
        var found = Decode(Wrapped(Event));

        Assert.Equal(Decode(Event).MessageHash, found.MessageHash);
        Assert.Equal(Decode(Event).At, found.At);
    }

    [Fact]
    public void Unwrap_DataWithoutIdAndTime_TakesThoseOfTheEnvelope()
    {
        var found = Decode(Wrapped("""{"type":"track","event":"A","userId":"7"}"""));

        Assert.Equal(Decode("""{"type":"track","event":"A","userId":"7","messageId":"/till/17"}""").MessageHash, found.MessageHash);
        Assert.Equal(new Instant(1_577_923_200_000), found.At);
    }

    [Fact]
    public void Unwrap_EmptyData_StaysJson() => Assert.Equal("""{"messageId":"/till/17","timestamp":"2020-01-02T00:00:00Z"}""", Unwrap(Wrapped("{}")));

    [Fact]
    public void Unwrap_AnyBytes_NeverThrows()
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes(Wrapped(Event));
        for (var i = 0; i < 20_000; i++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            _ = CloudEvent.Unwrap(bytes);
        }
    }

    private static string Wrapped(string data) =>
        $$"""{"specversion":"1.0","id":"17","source":"/till","type":"com.example.order","time":"2020-01-02T00:00:00Z","datacontenttype":"application/json","data":{{data}},"x":[1]}""";

    private static string Unwrap(string value) => Encoding.UTF8.GetString(CloudEvent.Unwrap(Encoding.UTF8.GetBytes(value)).Span);

    private static Event Decode(string value) => EventDecoder.Decode(CloudEvent.Unwrap(Encoding.UTF8.GetBytes(value)), new Instant(1_700_000_000_000)).Event!.Value;
}
