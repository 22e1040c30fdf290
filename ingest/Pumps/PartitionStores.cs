using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Forwarding;

namespace Crm.Ingest.Pumps;

/// <summary>The stores that a partition has met, each with its context.</summary>
internal sealed class PartitionStores(PumpServices services, ReplayStart start, HomeRule home)
{
    private readonly Dictionary<string, StoreState> _stores = [];

    public IEnumerable<StoreState> All => _stores.Values;

    public async ValueTask LoadAll(CancellationToken cancellationToken)
    {
        foreach (var name in start.Stores.Keys.Order(StringComparer.Ordinal)) // the same calls in every process
        {
            await Find(name, cancellationToken);
        }
    }

    /// <returns>Null for a store that does not exist.</returns>
    public ValueTask<StoreState?> Find(string name, CancellationToken cancellationToken) =>
        _stores.TryGetValue(name, out var known) ? new(known) : Load(name, cancellationToken);

    /// <summary>A place to replay from: the last record read, with all context as of it.</summary>
    public ReplayStart StartAfter(long offset) => new(
        offset, _stores.Values.ToImmutableDictionary(static store => store.Name, static store => new StoreContext(store.Now, store.Definitions.Version)), home.Marks);

    public void BeginBatch()
    {
        foreach (var store in _stores.Values)
        {
            store.BeginBatch();
        }
    }

    private async ValueTask<StoreState?> Load(string name, CancellationToken cancellationToken)
    {
        if (name.Length == 0 || await services.Stores.Find(name, cancellationToken) is not { } settings)
        {
            return null;
        }

        var context = start.Stores.GetValueOrDefault(name, new StoreContext(Instant.Min, 0));
        var definitions = await services.Definitions.Get(name, context.Definitions, cancellationToken);
        return _stores[name] = new StoreState(settings, context.Now, definitions);
    }
}
