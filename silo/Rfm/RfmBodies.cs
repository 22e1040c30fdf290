using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Crm.Silo.Rfm;

/// <param name="Version">Of the cuts.</param>
/// <param name="Method">How they were found: "thresholds".</param>
/// <param name="Cuts">Between the five scores.</param>
/// <param name="Groups">Customers with at least one order, by group.</param>
/// <param name="Grid">The same by recency (row, score 1 first) and frequency (column, score 1 first).</param>
internal sealed record RfmAnswer(int Version, string Method, CutsBody Cuts, Dictionary<string, long> Groups, ImmutableArray<ImmutableArray<long>> Grid);

/// <param name="R">Whole days since the last order.</param>
/// <param name="F">Numbers of orders.</param>
/// <param name="M">Sums of order totals less refunds, in the store's currency.</param>
internal sealed record CutsBody(ImmutableArray<int> R, ImmutableArray<int> F, ImmutableArray<string> M);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RfmAnswer))]
internal sealed partial class RfmJson : JsonSerializerContext;
