using System.Globalization;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary><c>sum PROPERTY of EVENT … OP NUMBER</c> and <c>same PROPERTY of EVENT at least N times</c>; the cursor stands after their first words.</summary>
internal sealed class AggregateParser(Cursor cursor)
{
    private readonly PatternParser _patterns = new(cursor);

    public AggregateRule Aggregate(AggregateKind kind)
    {
        var property = Property();
        var pattern = _patterns.Parse();
        var window = cursor.ParseWindow();
        return new(kind, property, pattern, window, Comparison(kind));
    }

    public SameRule Same()
    {
        var property = Property();
        var pattern = _patterns.Parse();
        cursor.Expect("at least");
        var count = cursor.ParseCount(1, RuleLimits.MaxSame);
        return new(property, pattern, count, cursor.ParseWindow());
    }

    private string Property()
    {
        cursor.Place?.Events = [];
        var property = cursor.ParsePath();
        cursor.Expect("of");
        return property;
    }

    private Comparison Comparison(AggregateKind kind)
    {
        var form = Array.Find(Aggregates.Comparisons, form => cursor.TryTake(form.Text));
        if (form is null)
        {
            cursor.Unexpected("a comparison such as >= 500, or when", ["in", "between", "since", "today", "this", "ever", "where"]);
        }

        var token = cursor.Current;
        if (token.Kind != TokenKind.Number)
        {
            cursor.Unexpected("a number", []);
            return new(ComparisonOperator.Equal);
        }

        var number = decimal.Parse(token.Text, CultureInfo.InvariantCulture);
        if (Aggregates.Problem(kind, number) is { } problem)
        {
            cursor.Fail(token, problem);
        }

        cursor.Take();
        return new(form!.Operator) { Value = Value.Of(number) };
    }
}
