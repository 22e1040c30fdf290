namespace Crm.Ingest.Backfill;

/// <summary>Where the events that a new rule looks back at lie for the length of one backfill, where the log and not the database keeps them. Of an owner's epoch: one that lost the partition disturbs nobody.</summary>
public interface IHistorySpool
{
    Task Add(int partition, long epoch, IReadOnlyList<ArchivedEvent> events, CancellationToken cancellationToken);

    /// <summary>Those of these customers, by (customer, offset).</summary>
    Task<IReadOnlyList<ArchivedEvent>> Read(int partition, long epoch, IReadOnlyList<string> customers, CancellationToken cancellationToken);

    /// <summary>Forgets all of this epoch and of those before it.</summary>
    Task Clear(int partition, long epoch, CancellationToken cancellationToken);
}
