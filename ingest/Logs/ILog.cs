using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Ingest.Logs;

/// <summary>The only way in: partitions of records, each partition in one order. Kafka in production, a PostgreSQL table as the embedded default.</summary>
public interface ILog
{
    /// <summary>Fixed for the log's life.</summary>
    int Partitions { get; }

    /// <summary>Names this log: positions of another one mean nothing here.</summary>
    string Generation { get; }

    /// <summary>
    /// Appends all; durable when it returns. The answers are in the order of the records. Where it throws, some may have been
    /// appended, but in no partition a record without those of it that come before: forwarding rests on that.
    /// </summary>
    /// <exception cref="LogUnavailableException">It is not known whether they were appended; a retry can help.</exception>
    ValueTask<ImmutableArray<LogPosition>> Append(IReadOnlyList<LogAppend> records, CancellationToken cancellationToken);

    /// <summary>Records after an offset, in order, at most so many, and fewer where they are large; empty at the end of the log only.</summary>
    ValueTask<IReadOnlyList<LogRecord>> Read(int partition, long after, int limit, CancellationToken cancellationToken);

    /// <summary>Returns when the partition may hold a record after the offset (it may return early).</summary>
    ValueTask WaitForMore(int partition, long after, CancellationToken cancellationToken);

    /// <summary>The offsets between which records can be read: after Before, through Last; -1 and -1 for an untouched partition.</summary>
    ValueTask<LogRange> Range(int partition, CancellationToken cancellationToken);

    /// <summary>When the first record after an offset was appended; null at the end of the log. It takes nothing from a pump that reads there.</summary>
    ValueTask<Instant?> AppendedAfter(int partition, long after, CancellationToken cancellationToken);

    /// <summary>A pump reads the partition from after this offset on, one read after the other, until it disposes of the answer: a log that fetches ahead does so now.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="after">The offset.</param>
    /// <param name="lend">Whether the payloads of one such read need only hold until the next: then their memory can be used again, and who keeps one longer copies it.</param>
    IDisposable? Follow(int partition, long after, bool lend) => null;

    /// <summary>Records through this offset are not needed any more.</summary>
    ValueTask Release(int partition, long through, CancellationToken cancellationToken);
}

/// <param name="Partition">The home of the key.</param>
/// <param name="Kind">What the payload is.</param>
/// <param name="Key">A customer key, or <c>store/</c> for a control record or tick.</param>
/// <param name="Payload">UTF-8 JSON.</param>
/// <param name="Origin">Of a forwarded event; null for a record that comes in here.</param>
/// <param name="TraceParent">Of a record that belongs to a recorded trace: its context as W3C writes it. Nothing but spans follows from it.</param>
public readonly record struct LogAppend(
    int Partition, RecordKind Kind, string Key, ReadOnlyMemory<byte> Payload, Origin? Origin = null, string? TraceParent = null);

public readonly record struct LogPosition(int Partition, long Offset);

/// <param name="AppendedAt">Of the log: the same whenever it is read. It hardly ever falls within a partition (a broker's clock may follow another one's); a store's now does not in any case.</param>
/// <param name="Key">Names the store before its first slash. Whose event it is follows from the event, whatever stands after it.</param>
/// <param name="Origin">As it was appended; null for a record that was not forwarded.</param>
/// <param name="TraceParent">As it was appended; null for nearly all. It may be any text: other producers write it too.</param>
/// <param name="Sealed">Of a sealed event the payload as the log has it, which is what is kept; <paramref name="Payload"/> is then what was opened, or empty where the key was destroyed.</param>
public readonly record struct LogRecord(
    long Offset, Instant AppendedAt, RecordKind Kind, string Key, ReadOnlyMemory<byte> Payload, Origin? Origin = null, string? TraceParent = null,
    ReadOnlyMemory<byte> Sealed = default);

/// <summary>
/// Where a forwarded event was first read. A reader takes each source's numbers in their order and once; what comes with a number that
/// cannot be is a dead letter, so a log hands over what it finds and judges nothing.
/// </summary>
/// <param name="Partition">The partition that forwarded it.</param>
/// <param name="Number">From 1 without a gap for each pair of partitions.</param>
/// <param name="AppendedAt">When the source's log took it: the event decodes to the same instants wherever it is read.</param>
public sealed record Origin(int Partition, long Number, Instant AppendedAt);

public readonly record struct LogRange(long Before, long Last);

public enum RecordKind : byte
{
    /// <summary>A collector event, or one of our own API's writes.</summary>
    Event,

    /// <summary>Names the definition version that holds from here on: <c>{"version":3}</c>.</summary>
    Control,

    /// <summary>Time: <c>{"to":1485630413000}</c>, Unix milliseconds.</summary>
    Tick,
}

/// <summary>The log could not be reached, or did not answer in time: whether records were appended is not known. Retry.</summary>
public sealed class LogUnavailableException : Exception
{
    public LogUnavailableException() { }

    public LogUnavailableException(string message) : base(message) { }

    public LogUnavailableException(string message, Exception inner) : base(message, inner) { }
}
