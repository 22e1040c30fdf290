using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Decoding;

/// <summary>Decodes records one by one; needs nothing but the record, so it can run ahead of the pump.</summary>
internal static class RecordDecoder
{
    private const long LastInstant = 253_402_300_799_999; // the end of 9999: time beyond it would only overflow

    public static DecodedRecord[] Decode(IReadOnlyList<LogRecord> records)
    {
        var decoded = new DecodedRecord[records.Count];
        var store = "";
        for (var i = 0; i < decoded.Length; i++)
        {
            store = StoreOf(records[i].Key, store);
            decoded[i] = Decode(records[i], store);
        }

        return decoded;
    }

    private static DecodedRecord Decode(in LogRecord record, string store)
    {
        var known = new DecodedRecord
        {
            Offset = record.Offset,
            AppendedAt = record.AppendedAt,
            Kind = record.Kind,
            Store = store,
            Key = record.Key,
            Payload = record.Payload,
        };
        return record.Kind switch
        {
            RecordKind.Event => DecodeEvent(record, known),
            RecordKind.Tick => ReadNumber(record.Payload, "to") is { } to and >= 0 and <= LastInstant
                ? known with { TickTo = new Instant(to) }
                : known with { Trouble = "A tick without the instant it names." },
            RecordKind.Control => ReadNumber(record.Payload, "version") is { } version and > 0 and <= int.MaxValue
                ? known with { Definitions = (int)version }
                : known with { Trouble = "A control record without a version." },
            _ => known with { Trouble = "An unknown kind of record." },
        };
    }

    private static DecodedRecord DecodeEvent(in LogRecord record, in DecodedRecord known)
    {
        var result = EventDecoder.Decode(record.Payload, record.AppendedAt);
        return result.Event is { } e
            ? known with { Event = e }
            : known with { Reason = result.Reason, Trouble = result.Detail ?? "The event is not valid." };
    }

    // Neighbours mostly share a store: the last name is used again where it fits.
    private static string StoreOf(string key, string last)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? "" : key.AsSpan(0, slash).SequenceEqual(last) ? last : key[..slash];
    }

    private static long? ReadNumber(ReadOnlyMemory<byte> json, string name)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.TryGetProperty(name, out var value) && value.TryGetInt64(out var number) ? number : null;
        }
        catch (Exception thrown) when (thrown is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
