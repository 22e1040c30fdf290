using Crm.Core.Time;
using Crm.Ingest.Customers;

namespace Crm.Ingest.Pumps;

/// <summary>Customers of one store and partition by the instant at which they are due. Entries can be out of date; whoever takes one checks.</summary>
internal sealed class WakeQueue
{
    private readonly PriorityQueue<string, Wake> _queue = new();

    /// <summary>Stored customers due through this instant are in the queue, or known to the pump.</summary>
    public Instant LoadedThrough { get; set; } = Instant.Min;

    public int Count => _queue.Count;

    /// <summary>Entries after it was last rebuilt.</summary>
    public int Kept { get; private set; }

    /// <summary>The earliest entry, due or not; null where there is none.</summary>
    public Wake? Peek => _queue.TryPeek(out _, out var wake) ? wake : null;

    public void Add(Wake wake)
    {
        if (wake.At != Instant.Never)
        {
            _queue.Enqueue(wake.Key, wake);
        }
    }

    public bool TryTake(Instant through, out Wake wake)
    {
        if (_queue.TryPeek(out _, out wake) && wake.At <= through)
        {
            _queue.Dequeue();
            return true;
        }

        return false;
    }

    /// <summary>Keeps only what still holds, so that the queue does not grow with every change of a due instant.</summary>
    public void Rebuild(CustomerSlots slots)
    {
        // A customer that the pump forgot is stored: the index brings it back once its time is near.
        var kept = _queue.UnorderedItems.Select(static item => item.Priority)
            .Where(wake => slots.TryGet(wake.Key, out var slot) ? slot.NextWake == wake.At : wake.At <= LoadedThrough).Distinct().ToArray();
        Kept = kept.Length;
        _queue.Clear();
        foreach (var wake in kept)
        {
            _queue.Enqueue(wake.Key, wake);
        }
    }
}
