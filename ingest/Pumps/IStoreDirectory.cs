using Crm.Core.Definitions;

namespace Crm.Ingest.Pumps;

/// <summary>The stores there are.</summary>
public interface IStoreDirectory
{
    /// <returns>Null for a store that does not exist.</returns>
    ValueTask<StoreSettings?> Find(string store, CancellationToken cancellationToken);
}
