using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>
/// A comparison of the rule language, compiled. With a missing value it is false; <c>!=</c>, <c>not in</c> and
/// <c>is unknown</c> are the exact negations of <c>=</c>, <c>in</c> and <c>is known</c>, so they are true. A number equals a numeric
/// string of the same value and is ordered with it; an instant is compared with ISO text as a date; other unlike kinds are
/// unequal and unordered. Text compares in NFC, ignoring case, by ordinal.
/// </summary>
internal sealed class ValueComparison
{
    private readonly ValueCondition _condition;

    private ValueComparison(ValueCondition condition, bool isNegation) => (_condition, IsNegation) = (condition, isNegation);

    /// <summary>Whether the whole is the negation of <see cref="Test"/>.</summary>
    public bool IsNegation { get; }

    /// <summary>Whether only presence counts.</summary>
    public bool AsksPresence => _condition is KnownCondition;

    /// <exception cref="ArgumentException">The expression of <c>matches</c> is none, or needs backtracking; parsers reject both.</exception>
    public static ValueComparison Compile(Comparison comparison, TimeZoneInfo zone)
    {
        var negation = comparison.Operator is ComparisonOperator.NotEqual or ComparisonOperator.NotIn or ComparisonOperator.Unknown;
        return new(Condition(comparison, zone), negation);
    }

    public Truth Evaluate(in Value value, Instant now)
    {
        var positive = Test(ValueView.Of(value), now);
        return IsNegation ? positive.Negated : positive;
    }

    /// <summary>The positive part alone, for callers with several values: a negation holds where it is true of none.</summary>
    public Truth Test(in ValueView value, Instant now) => value.Kind == ValueKind.Missing ? Truth.Never : _condition.Test(value, now);

    private static ValueCondition Condition(Comparison comparison, TimeZoneInfo zone)
    {
        Operand Only() => new(comparison.Value, zone);
        ZonedDuration Age() => new(comparison.Age, zone);
        return comparison.Operator switch
        {
            ComparisonOperator.Known or ComparisonOperator.Unknown => new KnownCondition(),
            ComparisonOperator.Equal or ComparisonOperator.NotEqual => new EqualCondition(Only()),
            ComparisonOperator.In or ComparisonOperator.NotIn => new EqualCondition([.. comparison.Values.Select(value => new Operand(value, zone))]),
            ComparisonOperator.Less or ComparisonOperator.LessOrEqual or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual =>
                new OrderCondition(comparison.Operator, Only()),
            ComparisonOperator.Between => new BetweenCondition(new(comparison.Low, zone), new(comparison.High, zone), zone),
            ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith or ComparisonOperator.Matches =>
                comparison.Value.Kind != ValueKind.Text ? new NoCondition()
                : comparison.Operator == ComparisonOperator.Matches ? new PatternCondition(Only().Text)
                : new TextCondition(comparison.Operator, Only().Text),
            ComparisonOperator.Before or ComparisonOperator.After => new SideCondition(comparison.Operator, Only(), zone),
            ComparisonOperator.OlderThan or ComparisonOperator.NewerThan => new AgeCondition(comparison.Operator, Age()),
            ComparisonOperator.WithinNext => new UpcomingCondition(Age()),
            _ => throw new ArgumentException($"Unknown operator {comparison.Operator}.", nameof(comparison)),
        };
    }
}
