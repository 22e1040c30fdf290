using Crm.Core.Customers;
using Crm.Ingest.Customers;

namespace Crm.Ingest.Pumps;

/// <summary>An effect with its place in the partition's order: by offset; wake-ups first, by instant and key; then in the order in which it came about.</summary>
internal readonly record struct BatchEffect(long Offset, int Ordinal, CustomerSlot Slot, Effect Effect) : IComparable<BatchEffect>
{
    public bool IsWake => Effect.Offset == Effect.ByTime;

    /// <summary>Where a wake-up stands among those before its record.</summary>
    public Wake Wake => new(Effect.At, Slot.Key.Text);

    public int CompareTo(BatchEffect other)
    {
        var order = Offset.CompareTo(other.Offset);
        order = order != 0 ? order : other.IsWake.CompareTo(IsWake);
        order = order != 0 || !IsWake ? order : Effect.At.CompareTo(other.Effect.At);
        order = order != 0 ? order : string.CompareOrdinal(Slot.Key.Text, other.Slot.Key.Text);
        return order != 0 ? order : Ordinal.CompareTo(other.Ordinal);
    }
}
