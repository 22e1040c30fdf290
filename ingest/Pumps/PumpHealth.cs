using Crm.Ingest.Commits;

namespace Crm.Ingest.Pumps;

/// <summary>How the pumps of this process are.</summary>
public sealed class PumpHealth(int partitions)
{
    public IReadOnlyList<PumpStatus> Pumps { get; } = [.. Enumerable.Range(0, partitions).Select(static partition => new PumpStatus(partition))];

    /// <summary>It is known which partitions are this process's; they may be none.</summary>
    public bool Joined { get; internal set; }
}

/// <summary>How one pump is; written by it alone.</summary>
public sealed class PumpStatus(int partition)
{
    public int Partition { get; } = partition;

    /// <summary>The partition is this process's.</summary>
    public bool Assigned { get; internal set; }

    /// <summary>Who had it when that was last asked, by <see cref="PartitionOwner.Name"/>; asked only while it is not this process's.</summary>
    public string? Owner { get; internal set; }

    /// <summary>How often it became so.</summary>
    public long Tenure { get; internal set; }

    public bool Running { get; internal set; }

    /// <summary>What was durable when it started is in memory again.</summary>
    public bool CaughtUp { get; internal set; }

    /// <summary>Why it is not running, for people; null where it is.</summary>
    public string? Trouble { get; internal set; }
}
