using System.Buffers;
using System.Text;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Ingest.Logs;
using Crm.Silo.Collector;
using Crm.Silo.Customers;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>Events as the collector and our own API write them into the log.</summary>
internal static class Events
{
    private const string Received = "2024-03-01T12:00:00.000Z";
    private const string Common = "\"userId\":\"ana\",\"anonymousId\":\"d\",\"messageId\":\"m1\",\"timestamp\":\"2024-03-01T11:59:00.5-03:00\",\"sentAt\":\"2024-03-01T15:00:00Z\"";

    public static IEnumerable<string> Collected() =>
    [
        Stamped("track", $$$"""{{{{Common}}},"event":"Order Completed","properties":{"total":12.50,"é":"ü"},"writeKey":"secret","receivedAt":"mine","public":false}"""),
        Stamped("identify", $$$"""{{{{Common}}},"traits":{"email":"a@b.example"},"context":{"locale":"pt"}}""", true),
        Stamped("page", """{"anonymousId":"d","name":"Sale","properties":{"url":"https://shop.example/"}}"""),
        Stamped("screen", """{"anonymousId":"d","name":"Home","timestamp":"2024-03-01T11:00:00Z"}"""),
        Stamped("group", """{"userId":"ana","groupId":"g","traits":{"name":"Acme"}}"""),
        Stamped("alias", """{"userId":"ana","previousId":"d"}"""),
        Stamped(null, """{"type":"track","event":"Batched","anonymousId":"d"}"""),
    ];

    public static IEnumerable<string> OfOurOwn()
    {
        var nowhere = new Nowhere();
        var writes = new CustomerWrites(nowhere, nowhere, nowhere);
        var customer = Customer.New(Town.Key("u:ana"), Town.Definitions).View() with { AsOf = Town.Start };
        using var json = JsonDocument.Parse("\"gold\"");
        return new[]
        {
            Done(writes.Traits(customer, new(new() { ["plan"] = json.RootElement }, ["old"]), "m1", default)),
            Done(writes.Tags(Town.Key("a:d"), Town.Start, new(["x"], ["y"]), "act_1", default)),
            Done(writes.Consent(customer, new("email", "granted", "marketing", "form", "2", Town.Start.PlusMilliseconds(-5)), "m2", default)),
            Done(writes.Note(customer, new("Text — é", "Bo"), "m3", default)),
            Done(writes.DeleteNote(customer, new(3, 41), "u:ana", "m4", default)),
            Done(writes.Erase(Town.Key("u:ana"), Guid.Empty, Town.Start, true, default)),
            writes.Merge(customer, "a:d"),
            writes.Unmerge(customer, "a:d"),
        }.Select(static record => $"{record.Key} {Encoding.UTF8.GetString(record.Payload.Span)}");
    }

    public static object Read(string json)
    {
        var e = EventDecoder.Decode(Encoding.UTF8.GetBytes(json[json.IndexOf('{', StringComparison.Ordinal)..]), Town.Start.PlusMilliseconds(1)).Event!.Value;
        return new Dictionary<string, object?>
        {
            ["Type"] = e.Type,
            ["Name"] = e.Name,
            ["MessageHash"] = e.MessageHash,
            ["At"] = e.At.ToString(),
            ["ReceivedAt"] = e.ReceivedAt.ToString(),
            ["UserId"] = e.UserId,
            ["AnonymousId"] = e.AnonymousId,
            ["IsPublic"] = e.IsPublic,
            ["Properties"] = Encoding.UTF8.GetString(e.Properties.Span),
            ["Context"] = Encoding.UTF8.GetString(e.Context.Span),
        };
    }

    // It waits for nothing here.
    private static LogAppend Done(ValueTask<LogAppend> write) => write.AsTask().GetAwaiter().GetResult();

    private static string Stamped(string? type, string json, bool isPublic = false)
    {
        var to = new ArrayBufferWriter<byte>();
        EventPayload.Write(to, Encoding.UTF8.GetBytes(json), new EventStamp(type, Received, "\"2024-03-01T12:00:01Z\""u8.ToArray(), new SharedContext("""{"ip":"192.0.2.1"}"""u8.ToArray()), isPublic));
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }
}
