using System.Globalization;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>The canonical text of an operator and what it compares to.</summary>
internal static class ComparisonPrinter
{
    public static string Print(Comparison comparison)
    {
        var form = Operators.Of(comparison.Operator);
        return form.Shape switch
        {
            OperandShape.None => form.Text,
            OperandShape.List => $"{form.Text} ({RulePrinter.Join(", ", comparison.Values, Print)})",
            OperandShape.Range => $"{form.Text} {Print(comparison.Low)} and {Print(comparison.High)}",
            OperandShape.Age when comparison.Operator == ComparisonOperator.WithinNext => $"{form.Text} {comparison.Age}",
            OperandShape.Age => $"{form.Text} {comparison.Age} ago",
            OperandShape.Pattern => $"{form.Text} {Patterns.Print(comparison.Value.AsText)}",
            OperandShape.Text => $"{form.Text} {Quoted.Print(comparison.Value.AsText)}",
            _ => $"{form.Text} {Print(comparison.Value)}",
        };
    }

    /// <summary>Without the zeros that end a fraction: 1.50 and 1.5 are the same number.</summary>
    public static decimal Trim(decimal number) => number == 0 ? 0 : number / 1.0000000000000000000000000000m;

    public static string Print(Value value) => value.Kind switch
    {
        ValueKind.Text when DateText.IsDay(value.AsText) => value.AsText,
        ValueKind.Text => Quoted.Print(value.AsText),
        ValueKind.Number => Trim(value.AsNumber).ToString(CultureInfo.InvariantCulture),
        ValueKind.Boolean => value.AsBoolean ? "true" : "false",
        ValueKind.Instant => value.AsInstant.ToString(),
        _ => throw new ArgumentException("A comparison without a value"),
    };
}
