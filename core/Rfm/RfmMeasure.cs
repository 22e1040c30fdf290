using System.Collections.Immutable;
using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Rfm;

/// <summary>What a refresh found of a store's customers with at least one order. Quantiles that the plan does not ask for, and those of nobody, are absent.</summary>
/// <param name="AsOf">The store's now.</param>
/// <param name="Customers">Their number.</param>
/// <param name="Days">Quantiles of whole days since the last order.</param>
/// <param name="Orders">Of numbers of orders.</param>
/// <param name="Amounts">Of order totals less refunds.</param>
/// <param name="Tops">The cuts of the shares in use.</param>
[GenerateSerializer, Immutable, Alias("crm.rfm-measure")]
public sealed record RfmMeasure(
    [property: Id(0)] Instant AsOf,
    [property: Id(1)] long Customers,
    [property: Id(2)] ImmutableArray<decimal> Days,
    [property: Id(3)] ImmutableArray<decimal> Orders,
    [property: Id(4)] ImmutableArray<decimal> Amounts,
    [property: Id(5)] ImmutableArray<TopCut> Tops)
{
    /// <summary>Cuts by a plan. Days and orders are whole, so what is at or above a quantile is at or above the next whole number.</summary>
    /// <param name="plan">That asked for the quantiles.</param>
    /// <param name="before">What holds where there is nobody to measure.</param>
    internal RfmSettings Cut(RfmPlan plan, RfmSettings before)
    {
        var fallback = before.RecencyDays.Length == plan.Scores - 1 ? before : RfmSettings.Default;
        return before with
        {
            RecencyDays = plan.RecencyDays ?? (Days.IsEmpty ? fallback.RecencyDays[..(plan.Scores - 1)] : [.. Days.Select(Whole)]),
            FrequencyOrders = plan.FrequencyOrders ?? (Orders.IsEmpty ? fallback.FrequencyOrders[..(plan.Scores - 1)] : [.. Orders.Select(Whole)]),
            MonetaryAmounts = plan.MonetaryAmounts ?? (Amounts.IsEmpty ? fallback.MonetaryAmounts[..(plan.Scores - 1)] : Amounts),
            Plan = plan,
            AsOf = AsOf,
            Customers = Customers,
        };
    }

    private static int Whole(decimal quantile) => (int)decimal.Ceiling(quantile);
}
