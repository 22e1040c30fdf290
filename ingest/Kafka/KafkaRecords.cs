using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Core.Time;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Kafka;

/// <summary>
/// Records as they stand in Kafka: the record's key as key, its kind in the header <c>crm-kind</c> (none is an event), and
/// of a forwarded one in <c>crm-origin</c> where it was first read. Those of other producers are brought into the same form here; a record that cannot be is left as it is, for the pump to reject it whole.
/// </summary>
internal sealed class KafkaRecords(string? defaultStore)
{
    public const string KindHeader = "crm-kind";
    public const string StoreHeader = "crm-store";
    public const string OriginHeader = "crm-origin";

    /// <summary>As W3C names it, so that the traces of other producers go on here.</summary>
    public const string TraceHeader = "traceparent";

    private const RecordKind Unknown = (RecordKind)byte.MaxValue;

    private static readonly RecordKind[] Kinds = Enum.GetValues<RecordKind>();
    private static readonly byte[][] KindNames = [.. Kinds.Select(static kind => Encoding.UTF8.GetBytes($"{kind}".ToLowerInvariant()))];

    public static Message<byte[], byte[]> ToMessage(in LogAppend record) => new()
    {
        Key = Encoding.UTF8.GetBytes(record.Key),
        Value = record.Payload.ToArray(),
        Headers = HeadersOf(record),
    };

    public LogRecord ToRecord(ConsumeResult<byte[], byte[]> result)
    {
        var message = result.Message;
        var key = message.Key is null ? "" : Encoding.UTF8.GetString(message.Key);
        var value = (ReadOnlyMemory<byte>)(message.Value ?? []);
        var kind = KindOf(message.Headers);
        if (kind == RecordKind.Event)
        {
            key = NamesStore(key) ? key : $"{StoreOf(message.Headers)}/{key}";
            value = CloudEvent.Unwrap(value);
        }

        return new(result.Offset.Value, new Instant(message.Timestamp.UnixTimestampMs), kind, key, value, OriginOf(message.Headers), TraceOf(message.Headers));
    }

    private static Headers? HeadersOf(in LogAppend record)
    {
        if (record is { Kind: RecordKind.Event, Origin: null, TraceParent: null })
        {
            return null;
        }

        var headers = new Headers();
        if (record.Kind != RecordKind.Event)
        {
            headers.Add(KindHeader, KindNames[(int)record.Kind]);
        }

        if (record.Origin is { } origin)
        {
            headers.Add(OriginHeader, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{origin.Partition}:{origin.Number}:{origin.AppendedAt.Milliseconds}")));
        }

        if (record.TraceParent is { } trace)
        {
            headers.Add(TraceHeader, Encoding.UTF8.GetBytes(trace));
        }

        return headers;
    }

    private static string? TraceOf(Headers? headers) =>
        headers is { Count: > 0 } && headers.TryGetLastBytes(TraceHeader, out var bytes) && bytes is { Length: > 0 } ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>Partition, number and append time at the source; what is not these three is an origin that cannot be, which the decoder refuses.</summary>
    private static Origin? OriginOf(Headers? headers)
    {
        if (headers is not { Count: > 0 } || !headers.TryGetLastBytes(OriginHeader, out var bytes))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(bytes ?? []).Split(':');
        return parts.Length == 3 && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var partition)
            && long.TryParse(parts[1], CultureInfo.InvariantCulture, out var number) && long.TryParse(parts[2], CultureInfo.InvariantCulture, out var at)
            ? new(partition, number, new Instant(at))
            : new(-1, 0, Instant.Min);
    }

    /// <summary>Whether it is of the form <c>store/u:…</c>, <c>store/a:…</c> or what the collector gives an event without ids; a slash alone may be part of anybody's key.</summary>
    private static bool NamesStore(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && key.AsSpan(slash + 1) is "" or "?" or ['u' or 'a', ':', ..];
    }

    private static RecordKind KindOf(Headers? headers)
    {
        if (headers is not { Count: > 0 } || !headers.TryGetLastBytes(KindHeader, out var name))
        {
            return RecordKind.Event;
        }

        var index = Array.FindIndex(KindNames, known => known.AsSpan().SequenceEqual(name));
        return index < 0 ? Unknown : Kinds[index];
    }

    private string StoreOf(Headers? headers) =>
        headers is { Count: > 0 } && headers.TryGetLastBytes(StoreHeader, out var store) && store is not null ? Encoding.UTF8.GetString(store) : defaultStore ?? "";
}
