using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Rules;
using Orleans;

namespace Crm.Core.Rfm;

/// <summary>The best so many percent of the customers with at least one order.</summary>
/// <param name="Percent">0.1 to 100, with one decimal at most.</param>
/// <param name="Field">One of <see cref="Fields"/>.</param>
[GenerateSerializer, Immutable, Alias("crm.top-share")]
public readonly record struct TopShare([property: Id(0)] decimal Percent, [property: Id(1)] string Field)
{
    public const string Expected = "a number from 0.1 to 100, with one decimal at most";

    public const decimal Least = 0.1m, Most = 100;

    /// <summary>The figures that the read model has of every customer.</summary>
    public static readonly ImmutableArray<string> Fields = ["orders", "revenue", "refunded", "averageOrder"];

    public static bool IsPercent(decimal percent) => percent is >= Least and <= Most && decimal.Truncate(percent * 10) == percent * 10;

    /// <returns>Null where there is no such share. Equal ones are the same, however they are written.</returns>
    public static TopShare? Of(decimal percent, string field) =>
        IsPercent(percent) && Fields.FirstOrDefault(known => known.Equals(field, StringComparison.OrdinalIgnoreCase)) is { } name
            ? new(percent / 1.0000000000000000000000000000m, name) // without zeros at its end
            : null;

    /// <summary>Those that a rule asks for.</summary>
    public static IEnumerable<TopShare> In(Rule rule) => RuleReferences.Leaves(rule).OfType<TopRule>().Select(static top => top.Share);

    /// <summary>Those that a store's segments and automations ask for.</summary>
    public static IEnumerable<TopShare> In(DefinitionSet definitions) =>
        definitions.Segments.Select(static segment => segment.Rule).SelectMany(In).Concat(definitions.Automations.SelectMany(In)).Distinct();

    public static IEnumerable<TopShare> In(AutomationDefinition automation) => AutomationSet.Questions([automation]).SelectMany(In);

    /// <summary>At or above which a customer belongs to it: 1 − N/100 of the others lie below.</summary>
    public Quantile Quantile => new((long)((Most - Percent) * 10), 1_000);
}

/// <param name="Value">The quantile: a customer at or above it belongs to the share.</param>
[GenerateSerializer, Immutable, Alias("crm.top-cut")]
public readonly record struct TopCut([property: Id(0)] TopShare Share, [property: Id(1)] decimal Value);
