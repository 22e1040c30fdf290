using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>
/// How far a customer's state has come: every record of its home partition through <see cref="Offset"/> and every
/// wake-up through <see cref="WokenThrough"/>. It changes with every change of state, so two equal positions are two equal states.
/// </summary>
[GenerateSerializer, Immutable, Alias("crm.position")]
public readonly record struct Position([property: Id(0)] long Offset, [property: Id(1)] Instant WokenThrough) : IComparable<Position>
{
    /// <summary>Of a customer who has no state yet.</summary>
    public static readonly Position Start = new(-1, Instant.Min);

    public int CompareTo(Position other) =>
        Offset != other.Offset ? Offset.CompareTo(other.Offset) : WokenThrough.CompareTo(other.WokenThrough);

    public static bool operator <(Position left, Position right) => left.CompareTo(right) < 0;

    public static bool operator >(Position left, Position right) => left.CompareTo(right) > 0;

    public static bool operator <=(Position left, Position right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Position left, Position right) => left.CompareTo(right) >= 0;
}
