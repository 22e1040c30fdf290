using Orleans;

namespace Crm.Core.Rfm;

/// <summary>Recency, frequency and monetary scores, each 1 to 5 with 5 best; all 0 for a customer without orders.</summary>
[GenerateSerializer, Immutable, Alias("crm.rfm-scores")]
public readonly record struct RfmScores([property: Id(0)] byte R, [property: Id(1)] byte F, [property: Id(2)] byte M)
{
    public static readonly RfmScores None;

    public bool IsNone => R == 0;
}
