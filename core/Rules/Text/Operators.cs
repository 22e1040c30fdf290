namespace Crm.Core.Rules.Text;

/// <summary>What follows an operator.</summary>
internal enum OperandShape { None, Value, Text, Pattern, Date, List, Range, Age }

/// <param name="Operator">In the tree.</param>
/// <param name="Text">Its words.</param>
/// <param name="Json">Its name as "op".</param>
/// <param name="Shape">What follows it.</param>
internal sealed record OperatorForm(ComparisonOperator Operator, string Text, string Json, OperandShape Shape)
{
    public string[] Words { get; } = Text.Split(' ');
}

/// <summary>The comparisons of the language in both forms.</summary>
internal static class Operators
{
    /// <summary>One that begins with the words of another stands before it.</summary>
    public static readonly OperatorForm[] All =
    [
        new(ComparisonOperator.Equal, "=", "=", OperandShape.Value),
        new(ComparisonOperator.NotEqual, "!=", "!=", OperandShape.Value),
        new(ComparisonOperator.Less, "<", "<", OperandShape.Value),
        new(ComparisonOperator.LessOrEqual, "<=", "<=", OperandShape.Value),
        new(ComparisonOperator.Greater, ">", ">", OperandShape.Value),
        new(ComparisonOperator.GreaterOrEqual, ">=", ">=", OperandShape.Value),
        new(ComparisonOperator.WithinNext, "in the next", "withinNext", OperandShape.Age),
        new(ComparisonOperator.In, "in", "in", OperandShape.List),
        new(ComparisonOperator.NotIn, "not in", "notIn", OperandShape.List),
        new(ComparisonOperator.Contains, "contains", "contains", OperandShape.Text),
        new(ComparisonOperator.StartsWith, "starts with", "startsWith", OperandShape.Text),
        new(ComparisonOperator.EndsWith, "ends with", "endsWith", OperandShape.Text),
        new(ComparisonOperator.Matches, "matches", "matches", OperandShape.Pattern),
        new(ComparisonOperator.Known, "is known", "known", OperandShape.None),
        new(ComparisonOperator.Unknown, "is unknown", "unknown", OperandShape.None),
        new(ComparisonOperator.Between, "between", "between", OperandShape.Range),
        new(ComparisonOperator.OlderThan, "more than", "olderThan", OperandShape.Age),
        new(ComparisonOperator.NewerThan, "less than", "newerThan", OperandShape.Age),
        new(ComparisonOperator.Before, "before", "before", OperandShape.Date),
        new(ComparisonOperator.After, "after", "after", OperandShape.Date),
    ];

    public static readonly (TimesOperator Operator, string Text, string Json)[] Times =
        [(TimesOperator.AtLeast, "at least", ">="), (TimesOperator.AtMost, "at most", "<="), (TimesOperator.Exactly, "exactly", "=")];

    public static OperatorForm Of(ComparisonOperator op) => Array.Find(All, form => form.Operator == op) ?? throw new ArgumentException($"No operator {op}", nameof(op));

    public static OperatorForm? Find(string json) => Array.Find(All, form => form.Json == json);
}
