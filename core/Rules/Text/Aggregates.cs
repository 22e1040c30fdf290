namespace Crm.Core.Rules.Text;

/// <summary>The words of aggregates in both forms.</summary>
internal static class Aggregates
{
    public static readonly (AggregateKind Kind, string Text, string Json)[] All =
    [
        (AggregateKind.Sum, "sum", "sum"), (AggregateKind.Average, "average", "average"), (AggregateKind.Min, "min", "min"),
        (AggregateKind.Max, "max", "max"), (AggregateKind.CountDistinct, "count distinct", "countDistinct"),
    ];

    /// <summary>What an aggregate can be compared by.</summary>
    public static readonly OperatorForm[] Comparisons = [.. Operators.All.Where(static form => form.Shape == OperandShape.Value)];

    /// <summary>Why a number cannot be compared to; null if it can.</summary>
    public static string? Problem(AggregateKind kind, decimal number) =>
        kind == AggregateKind.CountDistinct && (number < 0 || number > RuleLimits.MaxDistinct || decimal.Truncate(number) != number)
            ? $"'count distinct' is compared to a whole number from 0 to {RuleLimits.MaxDistinct}"
            : null;

    public static string Print(AggregateRule rule) =>
        $"{Array.Find(All, form => form.Kind == rule.Kind).Text} {Names.Print(rule.Property)} of {RulePrinter.Print(rule.Event)}{Windows.Print(rule.Window)} {ComparisonPrinter.Print(rule.Comparison)}";

    public static string Print(SameRule rule) =>
        $"same {Names.Print(rule.Property)} of {RulePrinter.Print(rule.Event)} at least {TimesParser.Print(rule.Count)}{Windows.Print(rule.Window)}";
}
