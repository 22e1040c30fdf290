using System.Collections.Concurrent;

namespace Crm.Ingest.Pumps;

/// <summary>Automations for which this process's pumps have committed actions, until somebody takes notice.</summary>
public sealed class DueActions
{
    private readonly ConcurrentDictionary<(string Store, string Automation), bool> _automations = new();
    private readonly Signal _changed = new();

    /// <summary>Completes at the next announcement.</summary>
    public Task Changed => _changed.Next;

    public void Announce(string store, string automation)
    {
        if (_automations.TryAdd((store, automation), true))
        {
            _changed.Raise();
        }
    }

    /// <summary>Takes all that were announced. Ask for <see cref="Changed"/> before, so that none is missed.</summary>
    public IReadOnlyList<(string Store, string Automation)> Take()
    {
        var taken = new List<(string, string)>();
        foreach (var automation in _automations.Keys)
        {
            if (_automations.TryRemove(automation, out _))
            {
                taken.Add(automation);
            }
        }

        return taken;
    }
}
