using Crm.Core.Rules.Text;
using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Sum or average of the values that count.</summary>
internal sealed class SumTally(AggregateKind kind, Comparison comparison) : ValueTally
{
    private Int128 _sum;
    private long _count;

    public override bool Holds => NumberTest.Holds(comparison, Value);

    private decimal? Value => kind == AggregateKind.Sum ? (decimal)_sum / PropertyNumbers.Units
        : _count == 0 ? null
        : (decimal)_sum / PropertyNumbers.Units / _count;

    public override void Explain(FigureList figures) => NumberTest.Explain(Value, figures);

    public override void Enter(in ValueEntry entry) => (_sum, _count) = (_sum + entry.Value, _count + entry.Count);

    public override void Leave(in ValueEntry entry) => (_sum, _count) = (_sum - entry.Value, _count - entry.Count);
}

/// <summary>Least or greatest of the values that count.</summary>
internal sealed class ExtremeTally(AggregateKind kind, Comparison comparison) : ValueTally
{
    private readonly List<long> _values = [];

    public override bool Holds => NumberTest.Holds(comparison, Value);

    private decimal? Value => _values.Count == 0 ? null : (decimal)(kind == AggregateKind.Min ? _values.Min() : _values.Max()) / PropertyNumbers.Units;

    public override void Explain(FigureList figures) => NumberTest.Explain(Value, figures);

    public override void Enter(in ValueEntry entry) => _values.Add(entry.Value);

    public override void Leave(in ValueEntry entry) => _values.Remove(entry.Value);
}

internal static class NumberTest
{
    /// <param name="comparison">One of =, !=, &lt;, &lt;=, &gt; and &gt;=.</param>
    /// <param name="number">Missing, every comparison is false but !=, the exact negation of =.</param>
    public static bool Holds(Comparison comparison, decimal? number) => comparison.Operator switch
    {
        ComparisonOperator.Equal => number == comparison.Value.AsNumber,
        ComparisonOperator.NotEqual => number != comparison.Value.AsNumber,
        ComparisonOperator.Less => number < comparison.Value.AsNumber,
        ComparisonOperator.LessOrEqual => number <= comparison.Value.AsNumber,
        ComparisonOperator.Greater => number > comparison.Value.AsNumber,
        ComparisonOperator.GreaterOrEqual => number >= comparison.Value.AsNumber,
        _ => throw new ArgumentException($"A number is not compared by {comparison.Operator}.", nameof(comparison)),
    };

    /// <summary>To four decimals, halves to even.</summary>
    public static void Explain(decimal? number, FigureList figures)
    {
        figures.Case = number is null ? "none" : null;
        if (number is { } known)
        {
            figures.Number("value", ComparisonPrinter.Trim(Math.Round(known, 4)));
        }
    }
}
