using System.Text.Json.Serialization;

namespace Crm.Client.Rfm;

/// <summary>How the store's customers with at least one order spread over recency, frequency and monetary value.</summary>
/// <param name="Version">Of the cuts.</param>
/// <param name="Method">How the cuts were found, such as <c>thresholds</c>.</param>
/// <param name="Cuts">Between the scores.</param>
/// <param name="Groups">Customers by group, such as <c>Champions</c>.</param>
/// <param name="Grid">Customers by recency (row, score 1 first) and frequency (column, score 1 first).</param>
/// <param name="AsOf">The store's time for which the cuts were found; null where they were never looked for.</param>
/// <param name="Customers">Customers with at least one order at that time.</param>
public sealed record RfmDistribution(
    int Version, string Method, RfmCuts Cuts, IReadOnlyDictionary<string, long> Groups, IReadOnlyList<IReadOnlyList<long>> Grid,
    DateTimeOffset? AsOf = null, long Customers = 0);

/// <summary>Where one score ends and the next begins.</summary>
/// <param name="R">Whole days since the last order.</param>
/// <param name="F">Numbers of orders.</param>
/// <param name="M">Sums of order totals less refunds, in the store's currency.</param>
[JsonNumberHandling(JsonNumberHandling.AllowReadingFromString)]
public sealed record RfmCuts(IReadOnlyList<int> R, IReadOnlyList<int> F, IReadOnlyList<decimal> M);
