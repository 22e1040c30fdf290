using System.Text.RegularExpressions;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>The positive part of a comparison: false for what is missing.</summary>
internal abstract class ValueCondition
{
    public abstract Truth Test(in ValueView value, Instant now);
}

/// <summary>Of an operator that is for text with something else to compare to.</summary>
internal sealed class NoCondition : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now) => Truth.Never;
}

internal sealed class KnownCondition : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now) => Truth.Constant(value.Kind != ValueKind.Missing);
}

internal sealed class EqualCondition(params Operand[] operands) : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now)
    {
        foreach (var operand in operands)
        {
            if (operand.Equals(value))
            {
                return Truth.Always;
            }
        }

        return Truth.Never;
    }
}

internal sealed class OrderCondition(ComparisonOperator comparison, Operand operand) : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now) => Truth.Constant(operand.TryCompare(value, out var order) && comparison switch
    {
        ComparisonOperator.Less => order < 0,
        ComparisonOperator.LessOrEqual => order <= 0,
        ComparisonOperator.Greater => order > 0,
        _ => order >= 0,
    });
}

/// <summary>Both ends belong to it; between two dates it is a condition on dates, else on the order of like values.</summary>
internal sealed class BetweenCondition(Operand low, Operand high, TimeZoneInfo zone) : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now)
    {
        if (low.Date is { } first && high.Date is { } last)
        {
            return Truth.Constant(value.TryDate(zone, out var date) && date.Start >= first.Start && date.Start < last.End);
        }

        return Truth.Constant(low.TryCompare(value, out var fromLow) && fromLow >= 0 && high.TryCompare(value, out var toHigh) && toHigh <= 0);
    }
}

internal sealed class TextCondition(ComparisonOperator comparison, string text) : ValueCondition
{
    public override Truth Test(in ValueView value, Instant now) => Truth.Constant(value.Kind == ValueKind.Text && comparison switch
    {
        ComparisonOperator.Contains => value.Text.Contains(text, StringComparison.OrdinalIgnoreCase),
        ComparisonOperator.StartsWith => value.Text.StartsWith(text, StringComparison.OrdinalIgnoreCase),
        _ => value.Text.EndsWith(text, StringComparison.OrdinalIgnoreCase),
    });
}

/// <summary>Matched in time linear in the text, so that no customer's value can stall a store.</summary>
internal sealed class PatternCondition(string pattern) : ValueCondition
{
    private readonly Regex _pattern = new(pattern, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    public override Truth Test(in ValueView value, Instant now) => Truth.Constant(value.Kind == ValueKind.Text && _pattern.IsMatch(value.Text));
}
