using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Ingest.Commits;

/// <summary>The partition rows and everything that their commits make durable.</summary>
public interface IPartitionStore
{
    /// <summary>Takes the partition over: raises its epoch, so that whoever owned it before can write nothing more.</summary>
    /// <exception cref="LogMismatchException">The row belongs to another log, or to another number of partitions.</exception>
    Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken);

    /// <summary>One transaction: locks the row, and if epoch and commit number are as expected writes all rows and the row itself.</summary>
    /// <returns>False where the row says that another owner has come.</returns>
    /// <exception cref="CommitUnknownException">It failed or its outcome is unknown: ask <see cref="CommitNumber"/>.</exception>
    Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken);

    /// <summary>The commit number, read with the row locked, so that no commit is under way behind it; null where the epoch is not this one any more.</summary>
    Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken);

    /// <summary>Offsets in (after, through] that became dead letters: replay skips them.</summary>
    Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken);

    /// <summary>Offsets in (after, through] of records that did not count: dead letters, resends, and what was forwarded here twice. Complete only where the log keeps the archive.</summary>
    Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken);

    /// <summary>The forwarding rows that no commit has removed yet, by (target, number).</summary>
    Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken);
}

/// <summary>A partition's row.</summary>
/// <param name="ForwardNumbers">The last number given to a record for each target, as of Durable; empty where none was.</param>
/// <param name="Marks">The number of the last record taken from each source, as of Durable; empty where none was.</param>
public sealed record PartitionRow(
    int Partition, long Epoch, long CommitNumber, Progress Durable, ReplayStart Replay, long NextFeedNumber, ImmutableArray<long> ForwardNumbers,
    ImmutableArray<long> Marks);

/// <summary>How far effects are durable: every record through Offset, and of the wake-ups due before the next record those through (Woken, Key).</summary>
public readonly record struct Progress(long Offset, Instant Woken, string Key) : IComparable<Progress>
{
    public static readonly Progress None = new(-1, Instant.Min, "");

    public static Progress Through(long offset) => new(offset, Instant.Min, "");

    public int CompareTo(Progress other)
    {
        var order = Offset.CompareTo(other.Offset);
        order = order != 0 ? order : Woken.CompareTo(other.Woken);
        return order != 0 ? order : string.CompareOrdinal(Key, other.Key);
    }
}

/// <summary>Where replay starts, and all context as of there.</summary>
/// <param name="Stores">By name.</param>
/// <param name="Marks">The number of the last forwarded record taken from each source; empty where none was.</param>
public sealed record ReplayStart(long Offset, ImmutableDictionary<string, StoreContext> Stores, ImmutableArray<long> Marks)
{
    public static readonly ReplayStart None = new(-1, ImmutableDictionary<string, StoreContext>.Empty, []);
}

/// <param name="Now">The store's now in this partition.</param>
/// <param name="Definitions">The definition version in force; 0 before the first control record.</param>
public readonly record struct StoreContext(Instant Now, int Definitions);

/// <summary>The row belongs to another log: to go on would mix two histories. No retry helps.</summary>
public sealed class LogMismatchException : Exception
{
    public LogMismatchException() { }

    public LogMismatchException(string message) : base(message) { }

    public LogMismatchException(string message, Exception inner) : base(message, inner) { }
}

/// <summary>A commit failed or nobody knows whether it took effect; the commit number decides.</summary>
public sealed class CommitUnknownException : Exception
{
    public CommitUnknownException() { }

    public CommitUnknownException(string message) : base(message) { }

    public CommitUnknownException(string message, Exception inner) : base(message, inner) { }
}
