using System.Collections.Immutable;

namespace Crm.Ingest.Commits;

/// <summary>How far partitions are durable, whoever owns them.</summary>
public interface IDurablePositions
{
    /// <summary>Of every partition that was ever owned. Waits for no owner.</summary>
    Task<IReadOnlyList<PartitionState>> Read(CancellationToken cancellationToken);
}

/// <param name="Owner">Who took the partition over last, by <see cref="PartitionOwner.Name"/>; null where that has none.</param>
public readonly record struct PartitionState(long CommitNumber, string? Owner, DurablePosition Durable);

/// <param name="Name">What this process calls itself in the rows of its partitions, so that others find it; null where nobody looks for it.</param>
public sealed record PartitionOwner(string? Name);

/// <param name="Partition">Of the log.</param>
/// <param name="Offset">The last record whose effects are durable.</param>
/// <param name="Forwards">By target, the number of the last record forwarded from there through that one; 0 beyond its end.</param>
/// <param name="Marks">By source, the number of the last record taken from there; 0 beyond its end.</param>
public readonly record struct DurablePosition(int Partition, long Offset, ImmutableArray<long> Forwards, ImmutableArray<long> Marks)
{
    public long TakenFrom(int source) => source < Marks.Length ? Marks[source] : 0;
}
