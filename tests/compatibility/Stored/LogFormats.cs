using System.Text;
using Confluent.Kafka;
using Crm.Ingest.DeadLetters;
using Crm.Ingest.Decoding;
using Crm.Ingest.Kafka;
using Crm.Ingest.Logs;
using Crm.Ingest.Privacy;
using Crm.Ingest.Pumps;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>What stands in the log, whichever it is, and in topics beside it.</summary>
internal static class LogFormats
{
    private const string RecordKey = "shop/u:ü";

    private static readonly SealKey Key = new(new Guid("00112233-4455-6677-8899-aabbccddeeff"), [.. Enumerable.Range(1, 32).Select(static place => (byte)place)]);

    public static readonly Format[] All =
    [
        new("Stored", "log-events", Events.Collected, Events.Read),
        new("Stored", "log-events-of-our-own", Events.OfOurOwn, Events.Read),
        new("Stored", "log-control", static () => [Number(RecordKind.Control, "version", 3), Number(RecordKind.Tick, "to", 1_485_630_413_000)], Control),
        new("Stored", "log-sealed", static () => [Sealed("""{"type":"track","event":"É"}"""), Sealed("{}")], Opened, SealedAgain),
        new("Stored", "kafka-record", static () => Records().Select(static record => Text(KafkaRecords.ToMessage(record))), Described),
        new("Stored", "kafka-dead-letter", static () => Letters().Select(static letter => Text(DeadLetterPublisher.ToMessage(letter))), Described),
    ];

    private static string Number(RecordKind kind, string member, long value) => $"{kind} {Encoding.UTF8.GetString(Pump.Payload(member, value))}";

    private static Dictionary<string, object?> Control(string line)
    {
        var (kind, payload) = (Enum.Parse<RecordKind>(line.Split(' ')[0]), Encoding.UTF8.GetBytes(line.Split(' ')[1]));
        var decoded = new RecordDecoder(0, 16).Decode([new(5, Town.Start, kind, "shop/", payload)])[0];
        return new Dictionary<string, object?> { ["Store"] = decoded.Store, ["Definitions"] = decoded.Definitions, ["TickTo"] = decoded.TickTo, ["Trouble"] = decoded.Trouble };
    }

    private static string Sealed(string payload) => Convert.ToHexStringLower(SealFormat.Seal(Key, RecordKey, Encoding.UTF8.GetBytes(payload)));

    private static Dictionary<string, object> Opened(string line)
    {
        var bytes = Convert.FromHexString(line);
        var into = new byte[SealFormat.Opened(bytes.Length)];
        Assert.True(SealFormat.IsSealed(bytes));
        Assert.True(SealFormat.TryOpen(Key, "shop/", bytes, into, out var name, out var payload));
        return new Dictionary<string, object> { ["Key"] = SealFormat.KeyOf(bytes), ["Record"] = Encoding.UTF8.GetString(into[name]), ["Payload"] = Encoding.UTF8.GetString(into[payload]) };
    }

    // Never the same bytes twice, for the nonce: but as many, and all before it.
    private static string SealedAgain(string line)
    {
        var again = Sealed((string)Opened(line)["Payload"]);
        return again.Length == line.Length && again[..34] == line[..34] && Content.Text(Opened(again)) == Content.Text(Opened(line)) ? line : again;
    }

    private static IEnumerable<LogAppend> Records() =>
    [
        new(3, RecordKind.Event, RecordKey, "{}"u8.ToArray()),
        new(3, RecordKind.Event, RecordKey, "{}"u8.ToArray(), new Origin(5, 41, Town.Start), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        new(3, RecordKind.Control, "shop/", """{"version":3}"""u8.ToArray()),
        new(3, RecordKind.Tick, "shop/", """{"to":1485630413000}"""u8.ToArray()),
    ];

    private static IEnumerable<DurableDeadLetter> Letters() =>
    [
        new(3, 41, RecordKey, Town.Start, "FutureDate", "dated — 2099", "{}"u8.ToArray()),
        new(4, 42, "?", Town.Start, null, "It threw.", new byte[] { 0xff }),
    ];

    private static string Text(Message<byte[], byte[]> message) => string.Join(" | ",
    [
        Encoding.UTF8.GetString(message.Key), Convert.ToHexStringLower(message.Value), .. (message.Headers ?? []).Select(static header => $"{header.Key}={Encoding.UTF8.GetString(header.GetValueBytes())}"),
    ]);

    private static string[] Described(string line) => line.Split(" | ");
}
