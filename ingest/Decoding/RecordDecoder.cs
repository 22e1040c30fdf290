using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Decoding;

/// <summary>Decodes a partition's records one by one; needs nothing but the record, so it can run ahead of the pump.</summary>
internal sealed class RecordDecoder(int partition, int partitions)
{
    private const long LastInstant = 253_402_300_799_999; // the end of 9999: time beyond it would only overflow

    private DecodedRecord[] _decoded = []; // used again: one for each read would be among the large objects
    private int _count; // of the last call, which it must not keep in memory

    /// <returns>They hold until the next call.</returns>
    public ArraySegment<DecodedRecord> Decode(IReadOnlyList<LogRecord> records)
    {
        Array.Clear(_decoded, 0, _count);
        _count = records.Count;
        if (_decoded.Length < records.Count)
        {
            _decoded = new DecodedRecord[records.Count];
        }

        var store = "";
        for (var i = 0; i < records.Count; i++)
        {
            store = StoreOf(records[i].Key, store);
            _decoded[i] = Decode(records[i], store);
        }

        return new(_decoded, 0, records.Count);
    }

    private DecodedRecord Decode(in LogRecord record, string store)
    {
        var known = new DecodedRecord
        {
            Offset = record.Offset,
            AppendedAt = record.AppendedAt,
            Kind = record.Kind,
            Store = store,
            Key = record.Key,
            Payload = record.Sealed.IsEmpty ? record.Payload : record.Sealed,
            TraceParent = record.TraceParent,
        };
        return record.Kind switch
        {
            _ when record.Origin is { } origin && !CanBe(origin, record.Kind) => known with
            {
                Reason = RejectReason.Misdirected,
                Trouble = $"Nothing of kind {record.Kind} can be forwarded from partition {origin.Partition} to {partition} as number {origin.Number}.",
            },
            RecordKind.Event when record is { Sealed.IsEmpty: false, Payload.IsEmpty: true } => known with { Origin = record.Origin }, // nobody can read it any more
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

    private bool CanBe(Origin origin, RecordKind kind) =>
        kind == RecordKind.Event && origin.Number > 0 && origin.Partition >= 0 && origin.Partition < partitions;

    private DecodedRecord DecodeEvent(in LogRecord record, in DecodedRecord known)
    {
        var result = EventDecoder.Decode(record.Payload, record.Origin?.AppendedAt ?? record.AppendedAt, record.Sealed);
        if (result.Event is not { } e)
        {
            return known with { Origin = record.Origin, Reason = result.Reason, Trouble = result.Detail ?? "The event is not valid." };
        }

        if (record.Origin is not null || e.Type.IsBetweenHomes())
        {
            return Named(record, known with { Origin = record.Origin, Event = e });
        }

        var key = known.Store.Length == 0 || EventHome.IsKeyOf(record.Key, known.Store, e) ? record.Key : EventHome.KeyOf(known.Store, e).Text;
        return known with { Origin = record.Origin, Event = e, Key = key, Home = HomePartition.Of(key, partitions) };
    }

    // What was forwarded is for the home that its key names: that of a customer who is a part of another is not the one that the event names.
    private DecodedRecord Named(in LogRecord record, in DecodedRecord known) =>
        known.Store.Length == 0 || EventHome.IsHome(record.Key.AsSpan(known.Store.Length + 1))
            ? known.Event!.Value.Type.IsForwardedOnly() && record.Origin is null
                ? known with { Event = null, Reason = RejectReason.Misdirected, Trouble = "Only a customer's home writes such a record." }
                : known with { Home = HomePartition.Of(record.Key, partitions) }
            : known with { Event = null, Reason = RejectReason.Misdirected, Trouble = "The record's key names no home." };

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
