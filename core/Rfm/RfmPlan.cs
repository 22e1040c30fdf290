using System.Collections.Immutable;

namespace Crm.Core.Rfm;

/// <summary>How a store wants its cuts to be found, and what it makes of the scores.</summary>
public sealed record RfmPlan
{
    public const int FewestScores = 3, MostScores = 5;

    /// <summary>Fixed thresholds, five scores, the default groups.</summary>
    public static readonly RfmPlan Default = new();

    /// <summary>The store's definition version that brought it; 0 for the default.</summary>
    public int Version { get; init; }

    /// <summary>How many scores there are: 3 to 5, default 5.</summary>
    public int Scores { get; init; } = MostScores;

    /// <summary>Ascending whole days since the last order, one fewer than scores; null: quantiles of the store's customers. Default 30, 90, 180 and 365.</summary>
    public ImmutableArray<int>? RecencyDays { get; init; } = RfmSettings.Default.RecencyDays;

    /// <summary>Ascending numbers of orders; null: quantiles. Default 2, 3, 5 and 8.</summary>
    public ImmutableArray<int>? FrequencyOrders { get; init; } = RfmSettings.Default.FrequencyOrders;

    /// <summary>Ascending sums of order totals less refunds, in the store's currency; null: quantiles. Default 100, 250, 500 and 1,000.</summary>
    public ImmutableArray<decimal>? MonetaryAmounts { get; init; } = RfmSettings.Default.MonetaryAmounts;

    /// <summary>The share of a cut by which a value must lie beyond it before new cuts alone move a customer across: 0 to 0.5, default 0.</summary>
    public decimal Hysteresis { get; init; }

    public RfmGroups Groups { get; init; } = DefaultGroups.Of(MostScores);

    /// <summary>The time from one refresh to the next, by the store's clock; null (default): only when asked.</summary>
    public TimeSpan? Every { get; init; }

    /// <summary>Whether any of the cuts comes of the store's customers.</summary>
    public bool HasQuantiles => RecencyDays is null || FrequencyOrders is null || MonetaryAmounts is null;
}
