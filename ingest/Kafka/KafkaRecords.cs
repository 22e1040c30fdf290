using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Kafka.Native;
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

    private readonly TextCache _keys = new();

    public static Message<byte[], byte[]> ToMessage(in LogAppend record) => new()
    {
        Key = Encoding.UTF8.GetBytes(record.Key),
        Value = record.Payload.ToArray(),
        Headers = HeadersOf(record),
    };

    /// <param name="message">As it was read.</param>
    /// <param name="value">Its value, to be kept.</param>
    public LogRecord ToRecord(in KafkaMessage message, ReadOnlyMemory<byte> value)
    {
        var key = _keys.Of(message.Key);
        var kind = KindOf(message);
        if (kind == RecordKind.Event)
        {
            key = NamesStore(key) ? key : $"{StoreOf(message)}/{key}";
            value = CloudEvent.Unwrap(value);
        }

        return new(message.Offset, new Instant(message.Timestamp), kind, key, value, OriginOf(message), TraceOf(message));
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

    private static string? TraceOf(in KafkaMessage message) => message.Header(TraceHeader) is { Length: > 0 } trace ? Encoding.UTF8.GetString(trace) : null;

    /// <summary>Partition, number and append time at the source; what is not these three is an origin that cannot be, which the decoder refuses.</summary>
    private static Origin? OriginOf(in KafkaMessage message)
    {
        if (message.Header(OriginHeader) is not { } origin)
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(origin).Split(':');
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

    private static RecordKind KindOf(in KafkaMessage message)
    {
        if (message.Header(KindHeader) is not { } name)
        {
            return RecordKind.Event;
        }

        for (var index = 0; index < Kinds.Length; index++)
        {
            if (KindNames[index].AsSpan().SequenceEqual(name))
            {
                return Kinds[index];
            }
        }

        return Unknown;
    }

    private string StoreOf(in KafkaMessage message) => message.Header(StoreHeader) is { Length: > 0 } store ? Encoding.UTF8.GetString(store) : defaultStore ?? "";
}
