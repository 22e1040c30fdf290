using System.Collections.Concurrent;

namespace Crm.Ingest.Pumps;

/// <summary>The newest definition version of each store that this process has heard of; pumps bring it into the log.</summary>
public sealed class DefinitionVersions
{
    private readonly ConcurrentDictionary<string, int> _newest = new();
    private readonly Signal _changed = new();

    public IEnumerable<KeyValuePair<string, int>> All => _newest;

    /// <summary>Completes at the next announcement of something new.</summary>
    public Task Changed => _changed.Next;

    /// <summary>Called when a version was made and, as a safety net, by a watcher that reads them from the database.</summary>
    public void Announce(string store, int version)
    {
        var before = _newest.GetValueOrDefault(store);
        if (_newest.AddOrUpdate(store, version, (_, known) => Math.Max(known, version)) != before)
        {
            _changed.Raise();
        }
    }
}
