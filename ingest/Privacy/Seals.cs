using System.Text;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Privacy;

/// <summary>Seals what goes to the log, each record by its customer's key, and opens what was sealed.</summary>
public sealed class Seals(KeyRing keys, SealMetrics metrics)
{
    private const int Chunk = 64 * 1024; // opened payloads share buffers below the size of large objects

    /// <summary>Events as they are to stand in the log; of anything else, and of what is sealed already, the record itself.</summary>
    internal async ValueTask<IReadOnlyList<LogAppend>> Seal(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken)
    {
        await keys.Check(cancellationToken);
        var result = new LogAppend[records.Count];
        Dictionary<string, List<int>>? missing = null;
        for (var i = 0; i < result.Length; i++)
        {
            result[i] = records[i];
            if (records[i].Kind != RecordKind.Event || SealFormat.IsSealed(records[i].Payload.Span))
            {
                continue;
            }

            var customer = CustomerOf(records[i].Key);
            if (keys.TryTake(customer, out var key))
            {
                result[i] = Sealed(records[i], key);
                continue;
            }

            missing ??= new(StringComparer.Ordinal);
            (missing.TryGetValue(customer, out var places) ? places : missing[customer] = []).Add(i);
        }

        if (missing is not null)
        {
            var taken = await keys.Take(missing.Keys, cancellationToken);
            foreach (var (customer, place) in missing.SelectMany(static one => one.Value, static (one, place) => (one.Key, place)))
            {
                result[place] = Sealed(records[place], taken[customer]);
            }
        }

        return result;
    }

    /// <summary>Opens what is sealed among the records of a read; where nothing is, it is the read itself.</summary>
    internal async ValueTask<IReadOnlyList<LogRecord>> Open(IReadOnlyList<LogRecord> records, CancellationToken cancellationToken)
    {
        HashSet<Guid>? missing = null;
        var any = false;
        for (var i = 0; i < records.Count; i++)
        {
            if (IsSealed(records[i]))
            {
                any = true;
                var id = SealFormat.KeyOf(records[i].Payload.Span);
                if (!keys.TryFind(id, out _))
                {
                    (missing ??= []).Add(id);
                }
            }
        }

        var found = missing is null ? null : await keys.Find(missing, cancellationToken);
        return any ? Open(records, found) : records;
    }

    /// <summary>The id of the key that a payload is sealed with; null where it is not sealed.</summary>
    public static Guid? KeyOf(ReadOnlySpan<byte> payload) => SealFormat.IsSealed(payload) ? SealFormat.KeyOf(payload) : null;

    /// <summary>Payloads of a store, opened where they are sealed; empty where their key was destroyed.</summary>
    public async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> Open(string store, IReadOnlyList<ReadOnlyMemory<byte>> payloads, CancellationToken cancellationToken)
    {
        var records = new LogRecord[payloads.Count];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = new(i, default, RecordKind.Event, store + "/", payloads[i]);
        }

        var opened = await Open(records, cancellationToken);
        return [.. opened.Select(static record => record.Payload)];
    }

    private List<LogRecord> Open(IReadOnlyList<LogRecord> records, IReadOnlyDictionary<Guid, SealKey>? found)
    {
        var buffer = Memory<byte>.Empty;
        var opened = new List<LogRecord>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            opened.Add(IsSealed(records[i]) ? Open(records[i], found, ref buffer) : records[i]);
        }

        return opened;
    }

    private LogRecord Open(in LogRecord record, IReadOnlyDictionary<Guid, SealKey>? found, ref Memory<byte> buffer)
    {
        var id = SealFormat.KeyOf(record.Payload.Span);
        if (!keys.TryFind(id, out var key) && found?.TryGetValue(id, out key!) != true)
        {
            metrics.Unreadable();
            return record with { Payload = default, Sealed = record.Payload };
        }

        var length = SealFormat.Opened(record.Payload.Length);
        if (buffer.Length < length)
        {
            buffer = GC.AllocateUninitializedArray<byte>(Math.Max(length, Chunk));
        }

        var into = buffer[..length];
        if (!SealFormat.TryOpen(key!, record.Key, record.Payload.Span, into.Span, out var name, out var payload))
        {
            return record; // the decoder refuses it, whole
        }

        buffer = buffer[length..];
        return record with { Key = KeyOf(record.Key, into.Span[name]), Payload = into[payload], Sealed = record.Payload };
    }

    // The log shows a store and no customer; a record that was sealed elsewhere and then sent home is its new key's.
    private static string KeyOf(string shown, ReadOnlySpan<byte> hidden) => shown.EndsWith('/') ? Encoding.UTF8.GetString(hidden) : shown;

    private static LogAppend Sealed(in LogAppend record, SealKey key) => record with
    {
        Key = record.Key[..(record.Key.IndexOf('/', StringComparison.Ordinal) + 1)],
        Payload = SealFormat.Seal(key, record.Key, record.Payload.Span),
    };

    // One that names nobody has a key of its own: it goes with the dead letter that it becomes.
    private static string CustomerOf(string key) => key.EndsWith("/?", StringComparison.Ordinal) || key.EndsWith('/') ? $"{key}{Guid.NewGuid():N}" : key;

    private static bool IsSealed(in LogRecord record) => record.Kind == RecordKind.Event && SealFormat.IsSealed(record.Payload.Span);
}
