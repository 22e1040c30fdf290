using Crm.Core.Customers;
using Crm.Core.Rfm;

namespace Crm.Ingest.Backfill;

/// <summary>Stored customers of a partition, by key, and their history.</summary>
public interface IBackfillSource
{
    /// <summary>Keys of the store's stored customers after a key, in ordinal order, with the definition version of their snapshots.</summary>
    Task<IReadOnlyList<StoredKey>> Keys(int partition, string store, string after, int limit, CancellationToken cancellationToken);

    /// <summary>Those of them whom new cuts may concern and who are at an earlier version.</summary>
    Task<IReadOnlyList<StoredKey>> Concerned(int partition, string store, string after, int limit, CutsMove move, CancellationToken cancellationToken);

    /// <summary>Archived events of these customers by these names, by (customer, offset).</summary>
    Task<IReadOnlyList<ArchivedEvent>> History(
        int partition, string store, IReadOnlyList<string> customers, IReadOnlyCollection<string> names, CancellationToken cancellationToken);

    /// <summary>Archived events of the customer before a record of its home, and of all who were ever merged into it or into one of those, each through
    /// its merge; in the order in which they were received.</summary>
    Task<IReadOnlyList<ArchivedEvent>> Whole(int partition, CustomerKey customer, long before, CancellationToken cancellationToken);
}

public readonly record struct StoredKey(string Key, int Definitions);

/// <param name="Key">The whole customer key.</param>
public readonly record struct ArchivedEvent(string Key, long Offset, Crm.Core.Time.Instant AppendedAt, ReadOnlyMemory<byte> Json);
