using System.Buffers;
using System.Text;
using Crm.Silo.Collector;

namespace Crm.Silo.Tests.Collector;

public class EventPayloadTests
{
    private const string Received = "2026-01-02T03:04:05.678Z";

    [Theory]
    [InlineData("""{}""", """{"receivedAt":"R","type":"track"}""")]
    [InlineData("""{"userId":"1"}""", """{"receivedAt":"R","type":"track","userId":"1"}""")]
    [InlineData("""{"type":"tags","userId":"1"}""", """{"receivedAt":"R","type":"track","userId":"1"}""")]
    [InlineData("""{"writeKey":"k","userId":"1","receivedAt":"x"}""", """{"receivedAt":"R","type":"track","userId":"1"}""")]
    [InlineData("""{ "a" : { "b" : [ 1, 2 ] } , "c": null }""", """{"receivedAt":"R","type":"track","a" : { "b" : [ 1, 2 ] },"c": null}""")]
    [InlineData("""{"wr\u0069teKey":"k","\ud800":1,"é":"\u00e9"}""", """{"receivedAt":"R","type":"track","\ud800":1,"é":"\u00e9"}""")]
    public void Write_SingleEvent_StampsItAndLeavesTheRest(string sent, string expected) =>
        Assert.Equal(expected.Replace("R", Received, StringComparison.Ordinal), Write(sent, new(("track"), Received)));

    [Theory]
    [InlineData("""{"type":"page"}""", """{"receivedAt":"R","type":"page","sentAt":"S","context":{"ip":"1","os":{"n":"x"}}}""")]
    [InlineData("""{"sentAt":"own"}""", """{"receivedAt":"R","sentAt":"own","context":{"ip":"1","os":{"n":"x"}}}""")]
    [InlineData("""{"sentAt":null,"context":null}""", """{"receivedAt":"R","sentAt":"S","context":{"ip":"1","os":{"n":"x"}}}""")]
    [InlineData("""{"context":{}}""", """{"receivedAt":"R","context":{"ip":"1","os":{"n":"x"}},"sentAt":"S"}""")]
    [InlineData("""{"context":{"ip":"2"}}""", """{"receivedAt":"R","context":{"ip":"2","os":{"n":"x"}},"sentAt":"S"}""")]
    [InlineData("""{"context":{"ip":"2","os":null }}""", """{"receivedAt":"R","context":{"ip":"2","os":null },"sentAt":"S"}""")]
    [InlineData("""{"context":7}""", """{"receivedAt":"R","context":7,"sentAt":"S"}""")]
    [InlineData("17", "17")]
    public void Write_EventOfABatch_TakesWhatItLacks(string sent, string expected)
    {
        var context = new SharedContext("""{"ip":"1","os":{"n":"x"}}"""u8.ToArray());

        Assert.Equal(expected.Replace("R", Received, StringComparison.Ordinal), Write(sent, new(null, Received, "\"S\""u8.ToArray(), context)));
    }

    private static string Write(string sent, EventStamp stamp)
    {
        var to = new ArrayBufferWriter<byte>();
        EventPayload.Write(to, Encoding.UTF8.GetBytes(sent), stamp);
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}
