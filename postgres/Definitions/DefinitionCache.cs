using System.Collections.Concurrent;
using Crm.Core.Definitions;

namespace Crm.Postgres.Definitions;

/// <summary>Compiled definitions: loaded once by whoever asks first, and kept, for a version never changes.</summary>
internal sealed class DefinitionCache(DefinitionStore store) : IDefinitionCache
{
    private readonly ConcurrentDictionary<(string Store, int Version), Lazy<Task<StoreDefinitions>>> _versions = new();
    private readonly ConcurrentDictionary<string, StoreDefinitions> _newest = new(); // by store, the last that was loaded

    public ValueTask<StoreDefinitions> Get(string store, int version, CancellationToken cancellationToken = default)
    {
        var known = _versions.TryGetValue((store, version), out var found) ? found : _versions.GetOrAdd((store, version), New);
        return known.Value is { IsCompletedSuccessfully: true } loaded ? new(loaded.Result) : new(known.Value.WaitAsync(cancellationToken));
    }

    // Off the caller's scheduler, and with nobody's token: others wait for the same load.
    private Lazy<Task<StoreDefinitions>> New((string Store, int Version) key) => new(() => Task.Run(() => Load(key)));

    private async Task<StoreDefinitions> Load((string Store, int Version) key)
    {
        try
        {
            var set = await store.Get(key.Store, key.Version, CancellationToken.None);
            var compiled = _newest.GetValueOrDefault(key.Store)?.WithCuts(set) ?? StoreDefinitions.Compile(set);
            return _newest[key.Store] = compiled;
        }
        catch
        {
            _versions.TryRemove(key, out _); // the next one to ask tries again
            throw;
        }
    }
}
