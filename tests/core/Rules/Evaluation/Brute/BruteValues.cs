using System.Globalization;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>What the values of a property over some events come to.</summary>
internal static class BruteValues
{
    /// <summary>Null where it is missing.</summary>
    public static decimal? Result(AggregateRule rule, IEnumerable<PastEvent> events)
    {
        var values = events.SelectMany(past => BrutePredicate.Values(past.Event, rule.Property)).ToList();
        var numbers = values.Select(Number).OfType<decimal>().Where(number => Math.Abs(number) <= 1e12m).Select(number => Math.Round(number, 4)).ToList();
        return rule.Kind switch
        {
            AggregateKind.Sum => numbers.Sum(),
            AggregateKind.CountDistinct => values.Select(Name).OfType<string>().Distinct().Count(),
            _ when numbers.Count == 0 => null,
            AggregateKind.Average => numbers.Sum() / numbers.Count,
            AggregateKind.Min => numbers.Min(),
            _ => numbers.Max(),
        };
    }

    public static bool Holds(AggregateRule rule, IEnumerable<PastEvent> events)
    {
        var result = Result(rule, events);
        var other = rule.Comparison.Value.AsNumber;
        return rule.Comparison.Operator switch
        {
            ComparisonOperator.Equal => result is { } one && one == other,
            ComparisonOperator.NotEqual => !(result is { } one && one == other),
            ComparisonOperator.Less => result is { } one && one < other,
            ComparisonOperator.LessOrEqual => result is { } one && one <= other,
            ComparisonOperator.Greater => result is { } one && one > other,
            ComparisonOperator.GreaterOrEqual => result is { } one && one >= other,
            _ => throw new InvalidOperationException(),
        };
    }

    public static bool Holds(SameRule rule, IEnumerable<PastEvent> events) => Most(rule, events) >= rule.Count;

    /// <summary>How often the most frequent value came.</summary>
    public static int Most(SameRule rule, IEnumerable<PastEvent> events) =>
        events.SelectMany(past => BrutePredicate.Values(past.Event, rule.Property).Select(Name).OfType<string>().Distinct())
            .GroupBy(name => name).Select(group => group.Count()).DefaultIfEmpty().Max();

    private static decimal? Number(object? value) => value switch
    {
        decimal number => number,
        string text when decimal.TryParse(
            text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var parsed) => parsed,
        _ => null,
    };

    private static string? Name(object? value) => Number(value) is { } number ? number.ToString("0.############################", CultureInfo.InvariantCulture) : value switch
    {
        bool truth => $"is {truth}",
        string text => $"text {text.Normalize().ToUpperInvariant()}",
        _ => null,
    };
}
