using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Forwarding;
using Crm.Ingest.Logs;

namespace Crm.Ingest.Pumps;

/// <summary>Cuts what was read into batches: records with the wake-ups due before them, never more than so many wake-ups at a time.</summary>
internal sealed class BatchBuilder(
    PumpServices services, PartitionStores stores, CustomerSlots slots, WakeLoader wakes, HomeRule home, CustomerCaller caller)
{
    private readonly List<Wake> _due = [];

    /// <summary>
    /// Fills the batch with records from <paramref name="from"/> on, up to a control record; or, where more wake-ups are due
    /// before the first record than one batch takes, with those alone (then no record is consumed).
    /// </summary>
    /// <returns>How many records were consumed.</returns>
    public async ValueTask<int> Build(Batch batch, ArraySegment<DecodedRecord> records, int from, long reached, CancellationToken cancellationToken)
    {
        batch.Begin(reached, records);
        stores.BeginBatch();
        var due = 0;
        for (var i = from; i < records.Count; i++)
        {
            var record = records[i];
            if (i > from && record is { Kind: RecordKind.Control, Trouble: null } or { Event.Type: EventType.Unmerge, History.IsDefault: true })
            {
                return i - from;
            }

            var store = await stores.Find(record.Store, cancellationToken);
            if (store is not null)
            {
                var now = LogTime.NowAfter(store.Settings, store.Now, record);
                if (!await TakeDue(batch, store, now, services.Options.WakeChunk - due, cancellationToken))
                {
                    return Split(batch, store, record, i - from);
                }

                due += Touch(batch, store);
                store.Pass(record.Offset, now);
            }

            Add(batch, store, record, i);
            if (record.Kind == RecordKind.Control)
            {
                return i - from + 1;
            }
        }

        return records.Count - from;
    }

    /// <summary>Fills the batch with wake-ups due before a control record; false once none is left.</summary>
    public async ValueTask<bool> BuildWakes(Batch batch, StoreState store, DecodedRecord record, Instant now, long reached, CancellationToken cancellationToken)
    {
        batch.Begin(reached);
        stores.BeginBatch();
        await TakeDue(batch, store, now, services.Options.WakeChunk, cancellationToken);
        if (_due.Count == 0)
        {
            return false;
        }

        Split(batch, store, record, 0);
        return true;
    }

    private void Add(Batch batch, StoreState? store, in DecodedRecord read, int place)
    {
        var record = home.Judge(read);
        if (store is null && record is { Trouble: null, Fate: not Fate.Repeat })
        {
            record = record with { Reason = RejectReason.UnknownStore, Trouble = $"There is no store '{record.Store}'." };
        }

        batch.Add(record);
        if (record.TraceParent is not null)
        {
            batch.Traces.Add(record);
        }

        if (store is not null && record.IsForCustomer && !caller.Skipped.Contains(record.Offset))
        {
            var slot = slots.GetOrAdd(record.Key, store);
            if (slot.Position is { } known && known.Offset >= record.Offset)
            {
                return; // a replay, and the customer was stored after this record
            }

            batch.Add(slot, place, store.Now);
        }
    }

    // False where more are due than may be taken; then _due holds as many as may.
    private async ValueTask<bool> TakeDue(Batch batch, StoreState store, Instant now, int most, CancellationToken cancellationToken)
    {
        _due.Clear();
        while (await wakes.Take(store, now, cancellationToken) is { } wake)
        {
            if (_due.Count >= most)
            {
                store.Wakes.Add(wake);
                return false;
            }

            _due.Add(wake);
        }

        return true;
    }

    private int Split(Batch batch, StoreState store, in DecodedRecord record, int consumed)
    {
        if (consumed > 0)
        {
            foreach (var wake in _due)
            {
                store.Wakes.Add(wake); // they are taken again with their record
            }

            return consumed;
        }

        batch.WakesThrough = _due[^1];
        batch.WakeOffset = record.Offset;
        batch.WakesOf = store;
        Touch(batch, store);
        return 0;
    }

    private int Touch(Batch batch, StoreState store)
    {
        foreach (var wake in _due)
        {
            var slot = slots.GetOrAdd(wake.Key, store);
            slot.QueuedAt = Instant.Never;
            batch.Touch(slot);
        }

        return _due.Count;
    }
}
