namespace Crm.Ingest.Pumps;

/// <summary>Says which partitions are this process's, as that changes while it runs.</summary>
internal interface IPartitionAssignment
{
    /// <summary>
    /// Whether it sees to it that a partition has one owner at a time. Then a pump that was fenced, while its partition is still
    /// this process's, takes it over again; without that two processes would take it from each other for ever.
    /// </summary>
    bool IsExclusive { get; }

    /// <summary>Assigns and revokes until it is stopped.</summary>
    Task Run(PumpHost pumps, CancellationToken stopping);
}

/// <summary>Every partition is this process's: the only one that works on its database.</summary>
internal sealed class AllPartitions : IPartitionAssignment
{
    public bool IsExclusive => false;

    public Task Run(PumpHost pumps, CancellationToken stopping)
    {
        pumps.Assign(Enumerable.Range(0, pumps.Partitions));
        return Task.Delay(Timeout.Infinite, stopping);
    }
}
