using System.Collections.Immutable;

namespace Crm.Core.Rfm;

/// <summary>How a store scores its customers: cuts between the five scores.</summary>
/// <param name="Version">Of these cuts, from 1.</param>
/// <param name="RecencyDays">Ascending whole days since the last order; a value on a cut belongs to the worse score.</param>
/// <param name="FrequencyOrders">Ascending numbers of orders; a value on a cut belongs to the higher score.</param>
/// <param name="MonetaryAmounts">Ascending sums of order totals less refunds, in the store's currency; a value on a cut belongs to the higher score.</param>
public sealed record RfmSettings(
    int Version, ImmutableArray<int> RecencyDays, ImmutableArray<int> FrequencyOrders, ImmutableArray<decimal> MonetaryAmounts)
{
    /// <summary>R 30/90/180/365 days, F 2/3/5/8 orders, M 100/250/500/1,000.</summary>
    public static readonly RfmSettings Default = new(1, [30, 90, 180, 365], [2, 3, 5, 8], [100, 250, 500, 1000]);
}
