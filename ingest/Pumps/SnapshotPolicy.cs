using Crm.Ingest.Customers;

namespace Crm.Ingest.Pumps;

/// <summary>
/// Which changed customers are stored with a batch: all that it touches while there is room, and under load those whose change
/// is older than the replay that a restart may cost, hot ones included.
/// </summary>
internal sealed class SnapshotPolicy(PumpOptions options, int partitions, TimeProvider time)
{
    private readonly double _perSecond = (double)options.EarlySnapshotsPerSecond / partitions;
    private double _room;
    private long _filledAt = time.GetTimestamp();

    /// <summary>Marks the slots to be stored with the batch, and adds those that it does not touch to <paramref name="others"/>.</summary>
    public void Choose(Batch batch, CustomerSlots slots, List<CustomerSlot> others)
    {
        while (slots.TryTakeDirty(batch.Work - options.ReplayRecords, out var overdue))
        {
            Mark(overdue, batch, others);
        }

        Refill();
        if (batch.Touched.Count > _room)
        {
            return;
        }

        foreach (var slot in batch.Touched)
        {
            slot.Chosen = true;
        }

        _room -= batch.Touched.Count;
        while (_room >= 1 && slots.TryTakeDirty(long.MaxValue, out var old))
        {
            Mark(old, batch, others);
            _room--;
        }
    }

    private static void Mark(CustomerSlot slot, Batch batch, List<CustomerSlot> others)
    {
        slot.Chosen = true;
        if (slot.InBatch != batch.Number)
        {
            others.Add(slot);
        }
    }

    private void Refill()
    {
        var now = time.GetTimestamp();
        _room = Math.Min(_perSecond, _room + _perSecond * time.GetElapsedTime(_filledAt, now).TotalSeconds);
        _filledAt = now;
    }
}
