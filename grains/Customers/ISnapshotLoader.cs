using Crm.Core.Customers;

namespace Crm.Grains.Customers;

/// <summary>Port: loads stored customers; calls made at about the same time share one query.</summary>
public interface ISnapshotLoader
{
    /// <returns>Null for a customer that was never stored.</returns>
    ValueTask<StoredSnapshot?> Load(CustomerKey key, CancellationToken cancellationToken);
}

/// <param name="Definitions">The definition version under which the state was written: it is read under the same.</param>
public sealed record StoredSnapshot(Position Position, int Definitions, ReadOnlyMemory<byte> State);
