using Orleans;

namespace Crm.Core.Customers;

/// <summary>What changed in the orders of one day, for the sums over all customers.</summary>
/// <param name="Day">The local day of the orders' dates in the store's time zone; <see cref="Undated"/> for refunds of orders that are not known yet.</param>
/// <param name="Figures">To be added to those of the day; any of them may be negative.</param>
[GenerateSerializer, Immutable, Alias("crm.day-change")]
public sealed record DayChange([property: Id(0)] DateOnly Day, [property: Id(1)] DayFigures Figures)
{
    /// <summary>Before all days.</summary>
    public static readonly DateOnly Undated = DateOnly.MinValue;
}

/// <param name="Orders">Orders that count: known, and not cancelled.</param>
/// <param name="Revenue">The sum of their totals before refunds, in the store's currency.</param>
/// <param name="Cancelled">Orders that are known and were cancelled.</param>
/// <param name="Refunded">Refunds of the day's orders, those that were cancelled left out.</param>
[GenerateSerializer, Immutable, Alias("crm.day-figures")]
public readonly record struct DayFigures([property: Id(0)] long Orders, [property: Id(1)] decimal Revenue, [property: Id(2)] long Cancelled, [property: Id(3)] decimal Refunded)
{
    public static DayFigures operator +(DayFigures left, DayFigures right) =>
        new(left.Orders + right.Orders, left.Revenue + right.Revenue, left.Cancelled + right.Cancelled, left.Refunded + right.Refunded);

    public static DayFigures operator -(DayFigures figures) => new(-figures.Orders, -figures.Revenue, -figures.Cancelled, -figures.Refunded);
}
