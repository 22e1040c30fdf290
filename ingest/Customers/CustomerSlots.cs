using System.Diagnostics.CodeAnalysis;
using Crm.Core.Customers;
using Crm.GrainInterfaces.Customers;
using Crm.Ingest.Pumps;
using Orleans;

namespace Crm.Ingest.Customers;

/// <summary>The customers that a pump knows, and which of them have changes that no commit holds yet, oldest first.</summary>
internal sealed class CustomerSlots(IGrainFactory grains)
{
    private readonly Dictionary<string, CustomerSlot> _slots = [];
    private readonly Queue<(CustomerSlot Slot, long Batch, long Offset)> _dirty = new();

    public int Count => _slots.Count;

    public int DirtyCount { get; private set; }

    public bool TryGet(string key, [MaybeNullWhen(false)] out CustomerSlot slot) => _slots.TryGetValue(key, out slot);

    public CustomerSlot GetOrAdd(string key, StoreState store)
    {
        if (!_slots.TryGetValue(key, out var slot))
        {
            _slots[key] = slot = new CustomerSlot(new CustomerKey(key), store, grains.GetGrain<ICustomerGrain>(key));
        }

        return slot;
    }

    /// <summary>The slot changed in this batch, whose first record is at the offset.</summary>
    public void MarkDirty(CustomerSlot slot, long batch, long offset)
    {
        if (slot.DirtySince == 0)
        {
            slot.DirtySince = batch;
            _dirty.Enqueue((slot, batch, offset));
            DirtyCount++;
        }
    }

    /// <summary>The slot's state is in the commit being built.</summary>
    public void MarkClean(CustomerSlot slot)
    {
        if (slot.DirtySince != 0)
        {
            slot.DirtySince = 0;
            DirtyCount--;
        }
    }

    /// <summary>The oldest batch with a change that is not in a commit; null where there is none.</summary>
    public long? OldestDirtyBatch()
    {
        DropCleaned();
        return _dirty.TryPeek(out var oldest) ? oldest.Batch : null;
    }

    /// <summary>Takes the oldest dirty slot if it changed at or before the offset. It stays dirty until it is marked clean.</summary>
    public bool TryTakeDirty(long through, [MaybeNullWhen(false)] out CustomerSlot slot)
    {
        DropCleaned();
        slot = null;
        if (!_dirty.TryPeek(out var oldest) || oldest.Offset > through)
        {
            return false;
        }

        _dirty.Dequeue();
        slot = oldest.Slot;
        return true;
    }

    /// <summary>Forgets clean customers, those longest untouched first, until a quarter of the limit is free.</summary>
    public void Trim(int limit)
    {
        if (_slots.Count <= limit)
        {
            return;
        }

        var clean = _slots.Values.Where(static slot => slot.DirtySince == 0 && slot.Storing == 0).OrderBy(static slot => slot.LastUsed);
        foreach (var slot in clean.Take(_slots.Count - limit * 3 / 4).ToArray())
        {
            _slots.Remove(slot.Key.Text);
        }
    }

    /// <summary>Whether an entry of a wake queue still means something.</summary>
    public bool Holds(Wake wake) => !_slots.TryGetValue(wake.Key, out var slot) || slot.NextWake == wake.At;

    private void DropCleaned()
    {
        while (_dirty.TryPeek(out var oldest) && oldest.Slot.DirtySince != oldest.Batch)
        {
            _dirty.Dequeue();
        }
    }
}
