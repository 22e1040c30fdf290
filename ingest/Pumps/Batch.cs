using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Customers;
using Crm.Ingest.Decoding;
using Crm.Ingest.Telemetry;

namespace Crm.Ingest.Pumps;

/// <summary>What is applied in one go: some records and the wake-ups due before them, or some of the wake-ups due before one record.</summary>
internal sealed class Batch(TimeProvider time)
{
    private const int MostSpare = 16;

    private readonly List<(CustomerRecord Record, int Next)> _ofCustomers = []; // all, each customer's linked: a list for each would grow anew
    private readonly CustomerRecord[]?[] _spare = new CustomerRecord[MostSpare + 1][]; // by length

    /// <summary>Rises with every batch of the pump.</summary>
    public long Number { get; private set; }

    /// <summary>Customers with records or wake-ups in it.</summary>
    public List<CustomerSlot> Touched { get; } = [];

    public List<DecodedRecord> Records { get; } = [];

    /// <summary>Of their payloads.</summary>
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

    public void Begin(long through)
    {
        Work += Math.Max(Records.Count, Touched.Count);
        Number++;
        Touched.Clear();
        Records.Clear();
        _ofCustomers.Clear();
        Bytes = 0;
        Traces.Clear();
        Through = through;
        WakesThrough = null;
    }

    public void Add(in DecodedRecord record)
    {
        Records.Add(record);
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

    public void Add(CustomerSlot slot, in CustomerRecord record)
    {
        Touch(slot);
        var place = _ofCustomers.Count;
        _ofCustomers.Add((record, -1));
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
            (records[i], place) = _ofCustomers[place];
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
