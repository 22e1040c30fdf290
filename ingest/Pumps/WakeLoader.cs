using Crm.Core.Time;
using Crm.Ingest.Customers;

namespace Crm.Ingest.Pumps;

/// <summary>Brings stored customers into the wake queues before they are due.</summary>
internal sealed class WakeLoader(int partition, IWakeIndex index, CustomerSlots slots)
{
    private const long AheadMilliseconds = 60 * 60 * 1000;
    private const int Page = 10_000;

    /// <summary>Afterwards the queue holds who is due through the instant, or at least one who is due before.</summary>
    public async ValueTask Load(StoreState store, Instant through, CancellationToken cancellationToken)
    {
        for (var limit = Page; store.Wakes.LoadedThrough < through; limit *= 2)
        {
            var before = store.Wakes.LoadedThrough;
            var ahead = through.PlusMilliseconds(AheadMilliseconds);
            var due = await index.Due(partition, store.Name, store.Definitions.Version, store.Definitions.Rfm, before, ahead, limit, cancellationToken);
            foreach (var wake in due)
            {
                if (!slots.TryGet(wake.Key, out var slot))
                {
                    store.Wakes.Add(wake);
                }
                else if (slot.DirtySince == 0 && slot.Storing == 0 && wake.At < slot.NextWake)
                {
                    slot.NextWake = slot.QueuedAt = wake.At; // by newer cuts than it was last called under
                    store.Wakes.Add(wake);
                }
            }

            // A full page may end in the middle of an instant: that instant is read again from its start.
            store.Wakes.LoadedThrough = due.Count < limit ? ahead : due[^1].At.PlusMilliseconds(-1);
            if (store.Wakes.LoadedThrough > before && due.Count == limit)
            {
                return;
            }
        }
    }

    /// <summary>Takes the earliest who is due through the instant and still waits for it.</summary>
    public async ValueTask<Wake?> Take(StoreState store, Instant through, CancellationToken cancellationToken)
    {
        while (true)
        {
            var certain = Instant.Earlier(through, store.Wakes.LoadedThrough);
            while (store.Wakes.TryTake(certain, out var wake))
            {
                if (!slots.TryGet(wake.Key, out var slot))
                {
                    return wake;
                }

                if (slot.NextWake == wake.At && slot.QueuedAt == wake.At)
                {
                    return wake;
                }
            }

            if (store.Wakes.LoadedThrough >= through)
            {
                return null;
            }

            await Load(store, through, cancellationToken);
        }
    }
}
