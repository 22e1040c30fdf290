using Crm.Postgres.Automations;

namespace Crm.Postgres.Live;

/// <summary>How far somebody has watched a store's actions: what was told of lately, and below which id nothing can come any more. Not safe for concurrent use.</summary>
public sealed class FiringPlace(long floor)
{
    private readonly Dictionary<long, (bool Ended, long SeenAt)> _told = [];

    /// <summary>No action with an id up to this one is news by coming about.</summary>
    public long Floor { get; private set; } = floor;

    /// <summary>Whether it was not told of yet as it stands; from now on it was.</summary>
    internal bool IsNew(Firing firing, long now)
    {
        var ended = firing.State != OutboxState.Pending;
        if (_told.TryGetValue(firing.Id, out var known) && (known.Ended || !ended))
        {
            return false;
        }

        _told[firing.Id] = (ended, now);
        return true;
    }

    /// <summary>What was told of so long ago that no look finds it again.</summary>
    internal void Forget(Func<long, bool> isOld)
    {
        foreach (var (id, (_, seenAt)) in _told)
        {
            if (isOld(seenAt))
            {
                _told.Remove(id);
                Floor = Math.Max(Floor, id);
            }
        }
    }
}
