using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Telemetry;

namespace Crm.Ingest.Pumps;

/// <summary>What is applied in one go: some records and the wake-ups due before them, or some of the wake-ups due before one record.</summary>
internal sealed class Batch(TimeProvider time, long durable)
{
    private const int MostSpare = 16;

    private readonly List<(int Place, Instant Now, int Next)> _ofCustomers = []; // all, by their places in what was read, each customer's linked: a list for each would grow anew
    private readonly CustomerRecord[]?[] _spare = new CustomerRecord[MostSpare + 1][]; // by length
    private ArraySegment<DecodedRecord> _read;

    /// <summary>Rises with every batch of the pump.</summary>
    public long Number { get; private set; }

    /// <summary>Customers with records or wake-ups in it.</summary>
    public List<CustomerSlot> Touched { get; } = [];

    /// <summary>Of records.</summary>
    public int Count { get; private set; }

    /// <summary>Those of them that leave something by themselves, beside or instead of what their customer makes of them.</summary>
    public List<DecodedRecord> Others { get; } = [];

    /// <summary>The first record beyond what was durable when the partition was taken over; -1 where there is none.</summary>
    public long FirstNew { get; private set; } = -1;

    /// <summary>Of the records' payloads.</summary>
    public long Bytes { get; private set; }

    public BatchTraces Traces { get; } = new(time);

    /// <summary>The last record that it reaches.</summary>
    public long Through { get; set; }

    /// <summary>Of wake-ups alone: the last one in it; they belong before the record at <see cref="WakeOffset"/>.</summary>
    public Wake? WakesThrough { get; set; }

    public long WakeOffset { get; set; }

    /// <summary>Whose wake-ups they are: no other store's time passes with them.</summary>
    public StoreState? WakesOf { get; set; }

    /// <summary>Records and wake-ups of the batches before it: what a replay costs.</summary>
    public long Work { get; private set; }

    /// <param name="through">The record before its first one.</param>
    /// <param name="read">Where its records are, until it is applied.</param>
    public void Begin(long through, ArraySegment<DecodedRecord> read = default)
    {
        _read = read;
        Work += Math.Max(Count, Touched.Count);
        Number++;
        Touched.Clear();
        Others.Clear();
        (Count, FirstNew) = (0, -1);
        _ofCustomers.Clear();
        Bytes = 0;
        Traces.Clear();
        Through = through;
        WakesThrough = null;
    }

    public void Add(in DecodedRecord record)
    {
        if (record.Trouble is not null || record.Fate != Fate.Apply)
        {
            Others.Add(record);
        }

        if (FirstNew < 0 && record.Offset > durable)
        {
            FirstNew = record.Offset;
        }

        Count++;
        Bytes += record.Payload.Length;
        Through = record.Offset;
    }

    public void Touch(CustomerSlot slot)
    {
        if (slot.InBatch != Number)
        {
            slot.InBatch = Number;
            slot.LastUsed = Number;
            Touched.Add(slot);
        }
    }

    /// <param name="slot">Whose it is.</param>
    /// <param name="read">Its place in what was read.</param>
    /// <param name="now">The store's, once it is read.</param>
    public void Add(CustomerSlot slot, int read, Instant now)
    {
        Touch(slot);
        var place = _ofCustomers.Count;
        _ofCustomers.Add((read, now, -1));
        if (slot.Records++ == 0)
        {
            slot.FirstRecord = place;
        }
        else
        {
            CollectionsMarshal.AsSpan(_ofCustomers)[slot.LastRecord].Next = place;
        }

        slot.LastRecord = place;
    }

    /// <summary>The slot's records, which leave the batch.</summary>
    public ImmutableArray<CustomerRecord> Take(CustomerSlot slot)
    {
        if (slot.Records == 0)
        {
            return [];
        }

        ref var spare = ref _spare[slot.Records <= MostSpare ? slot.Records : 0];
        var records = spare ?? new CustomerRecord[slot.Records];
        spare = null;
        for (var (place, i) = (slot.FirstRecord, 0); i < records.Length; i++)
        {
            var (read, now, next) = _ofCustomers[place];
            ref readonly var record = ref _read.AsSpan()[read];
            records[i] = new(record.Offset, now, record.Event!.Value, record.History);
            place = next;
        }

        slot.Records = 0;
        return ImmutableCollectionsMarshal.AsImmutableArray(records);
    }

    /// <summary>Takes back what <see cref="Take"/> gave, to be given again: nobody may hold it any more.</summary>
    public void Reuse(ImmutableArray<CustomerRecord> records)
    {
        if (records.Length is > 0 and <= MostSpare)
        {
            var array = ImmutableCollectionsMarshal.AsArray(records)!;
            Array.Clear(array);
            _spare[array.Length] = array;
        }
    }

    /// <summary>How far the slot's wake-ups are fired: none that comes after the last one of a batch of wake-ups alone.</summary>
    public Instant WakeThrough(CustomerSlot slot) =>
        WakesThrough is not { } last || slot.Store != WakesOf ? slot.Store.Now
        : string.CompareOrdinal(slot.Key.Text, last.Key) <= 0 ? last.At
        : last.At.PlusMilliseconds(-1);
}
