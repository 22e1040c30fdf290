using System.Collections.Immutable;
using Orleans;

namespace Crm.Core.Rfm;

/// <summary>The best so many percent of the customers with at least one order.</summary>
/// <param name="Percent">0.1 to 100, with one decimal at most.</param>
/// <param name="Field">One of <see cref="Fields"/>.</param>
[GenerateSerializer, Immutable, Alias("crm.top-share")]
public readonly record struct TopShare([property: Id(0)] decimal Percent, [property: Id(1)] string Field)
{
    public const decimal Least = 0.1m, Most = 100;

    /// <summary>The figures that the read model has of every customer.</summary>
    public static readonly ImmutableArray<string> Fields = ["orders", "revenue", "refunded", "averageOrder"];

    /// <summary>At or above which a customer belongs to it: 1 − N/100 of the others lie below.</summary>
    public Quantile Quantile => new((long)((Most - Percent) * 10), 1_000);
}

/// <param name="Value">The quantile: a customer at or above it belongs to the share.</param>
[GenerateSerializer, Immutable, Alias("crm.top-cut")]
public readonly record struct TopCut([property: Id(0)] TopShare Share, [property: Id(1)] decimal Value);
