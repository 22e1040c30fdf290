using System.Collections.Concurrent;

namespace Crm.Ingest.Pumps;

/// <summary>The newest definition version of each store that this process has heard of; pumps bring it into the log.</summary>
public sealed class DefinitionVersions
{
    private readonly ConcurrentDictionary<string, int> _newest = new();
    private readonly Signal _changed = new();
    private int _turn = Nobody;

    private const int Nobody = -1;

    public IEnumerable<KeyValuePair<string, int>> All => _newest;

    /// <summary>Completes at the next announcement of something new.</summary>
    public Task Changed => _changed.Next;

    /// <summary>
    /// Whether a partition may bring new cuts into its log now. While its customers take them its records wait: one partition at a time, and the others'
    /// records are not held up by its work.
    /// </summary>
    internal bool TryTakeTurn(int partition) => Interlocked.CompareExchange(ref _turn, partition, Nobody) is var holder && (holder == Nobody || holder == partition);

    /// <summary>Its customers have them, or it has gone elsewhere.</summary>
    internal void EndTurn(int partition) => Interlocked.CompareExchange(ref _turn, Nobody, partition);

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
