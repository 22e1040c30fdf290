using System.Collections.Immutable;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Text;

/// <summary>An operator and what it compares to.</summary>
internal sealed class ComparisonParser(Cursor cursor)
{
    private readonly ValueParser _values = new(cursor);

    public Comparison Parse(Subject subject)
    {
        var at = cursor.Current;
        cursor.Place?.Subject = subject;
        if (Operator() is not { } form)
        {
            return new(ComparisonOperator.Known);
        }

        if (subject.Problem(form, form.Text) is { } problem)
        {
            cursor.Fail(at, problem);
        }

        var comparison = new Comparison(form.Operator);
        return form.Shape switch
        {
            OperandShape.None => comparison,
            OperandShape.List => comparison with { Values = List(subject, form) },
            OperandShape.Range => Range(comparison, subject, form),
            OperandShape.Age => comparison with { Age = Age(form) },
            OperandShape.Pattern => comparison with { Value = _values.Pattern() },
            _ => comparison with { Value = _values.Single(subject, form) },
        };
    }

    private OperatorForm? Operator()
    {
        if (Array.Find(Operators.All, form => cursor.Matching(form.Words) == form.Words.Length) is { } found)
        {
            cursor.TryTake(found.Text);
            return found;
        }

        // Half an operator, such as "starts wiht": the fault is at the word that follows.
        var matching = Operators.All.Max(form => cursor.Matching(form.Words));
        var near = Operators.All.Where(form => cursor.Matching(form.Words) == matching).Select(form => form.Words[matching]).Distinct().ToArray();
        for (var i = 0; i < matching; i++)
        {
            cursor.Take();
        }

        cursor.Unexpected(matching == 0 ? "a comparison such as =, in or contains" : string.Join(" or ", near.Select(static word => $"'{word}'")), near);
        return null;
    }

    private ImmutableArray<Value> List(Subject subject, OperatorForm form)
    {
        var values = ImmutableArray.CreateBuilder<Value>();
        if (!cursor.TryTake("("))
        {
            cursor.Unexpected("values in parentheses, or 'the next' with a length of time", ["the"]);
        }

        do
        {
            values.Add(_values.Single(subject, form));
        }
        while (cursor.TryTake(","));
        cursor.Expect(")");
        return values.ToImmutable();
    }

    private Comparison Range(Comparison comparison, Subject subject, OperatorForm form)
    {
        var low = _values.Single(subject, form);
        cursor.Expect("and");
        return comparison with { Low = low, High = _values.Single(subject, form) };
    }

    private CalendarDuration Age(OperatorForm form)
    {
        var age = cursor.ParseDuration();
        if (form.Operator != ComparisonOperator.WithinNext)
        {
            cursor.Expect("ago");
        }

        return age;
    }
}
