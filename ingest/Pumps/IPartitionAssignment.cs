namespace Crm.Ingest.Pumps;

/// <summary>
/// Says which partitions are this process's, as that changes while it runs, and sees to it that each has one owner at a time: a pump that was fenced
/// while its partition is still this process's takes it over again.
/// </summary>
public interface IPartitionAssignment
{
    /// <summary>Assigns and revokes until it is stopped.</summary>
    Task Run(IPumps pumps, CancellationToken stopping);
}
