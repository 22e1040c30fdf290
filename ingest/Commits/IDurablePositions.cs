namespace Crm.Ingest.Commits;

/// <summary>How far partitions are durable, whoever owns them.</summary>
public interface IDurablePositions
{
    /// <summary>Of every partition that was ever owned: its commit number, and the last record whose effects are durable. Waits for no owner.</summary>
    Task<IReadOnlyList<DurablePosition>> Read(CancellationToken cancellationToken);
}

public readonly record struct DurablePosition(int Partition, long CommitNumber, long Offset);
