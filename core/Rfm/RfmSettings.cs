using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>How a store scores its customers: cuts between the scores, and the plan by which they were found.</summary>
/// <param name="Version">Of these cuts, from 1.</param>
/// <param name="RecencyDays">Ascending whole days since the last order; a value on a cut belongs to the worse score.</param>
/// <param name="FrequencyOrders">Ascending numbers of orders; a value on a cut belongs to the higher score.</param>
/// <param name="MonetaryAmounts">Ascending sums of order totals less refunds, in the store's currency; a value on a cut belongs to the higher score.</param>
public sealed record RfmSettings(
    int Version, ImmutableArray<int> RecencyDays, ImmutableArray<int> FrequencyOrders, ImmutableArray<decimal> MonetaryAmounts)
{
    /// <summary>R 30/90/180/365 days, F 2/3/5/8 orders, M 100/250/500/1,000.</summary>
    public static readonly RfmSettings Default = new(1, [30, 90, 180, 365], [2, 3, 5, 8], [100, 250, 500, 1000]);

    public RfmPlan Plan { get => field ?? RfmPlan.Default; init; } // not an initial value: the default plan is made of the default cuts

    /// <summary>The store's now as of which the cuts were found; null where they were not found but given.</summary>
    public Instant? AsOf { get; init; }

    /// <summary>Customers with at least one order at that time.</summary>
    public long Customers { get; init; }

    /// <summary>Of each share of the best customers that a rule asks for; one that is absent has nobody in it yet.</summary>
    public ImmutableArray<TopCut> Tops { get; init; } = [];

    /// <summary>Cuts alone, as every store has them that never chose or refreshed anything.</summary>
    internal bool IsPlain => Plan.Version == 0 && AsOf is null && Tops.IsEmpty;

    /// <summary>The same but for what a refresh brings: the cuts and their circumstances.</summary>
    internal RfmSettings WithoutCuts => new(0, [], [], []) { Plan = Plan };

    public bool HasSameCuts(RfmSettings other) =>
        RecencyDays.SequenceEqual(other.RecencyDays) && FrequencyOrders.SequenceEqual(other.FrequencyOrders) && MonetaryAmounts.SequenceEqual(other.MonetaryAmounts)
        && Tops.ToHashSet().SetEquals(other.Tops);
}
