using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Json;

/// <summary>"op" and "value".</summary>
internal sealed class ComparisonReader(Errors errors)
{
    private static readonly string[] Names = [.. Operators.All.Select(static form => form.Json)];

    public Comparison Read(Node node, Subject subject)
    {
        var op = errors.Needed(node, "op", "an operator");
        if (Operators.Find(op.Text) is not { } form)
        {
            errors.Fail(op, op.IsText ? $"Unknown operator '{op.Text}'" : "'op' is not an operator", string.Join(" ", Names), Suggest.Nearest(op.Text, Names));
            return new(ComparisonOperator.Known);
        }

        if (subject.Problem(form, form.Json) is { } problem)
        {
            errors.Fail(op, problem);
        }

        if (form.Shape != OperandShape.None)
        {
            return Compared(errors.Needed(node, "value", "what to compare to"), subject, form);
        }

        if (node["value"] is { } unwanted)
        {
            errors.Fail(unwanted, unwanted.NamePosition, unwanted.NameLength, $"'{form.Json}' has no value");
        }

        return new(form.Operator);
    }

    public CalendarDuration Duration(Node node)
    {
        if (!node.IsText || !CalendarDuration.TryParseIso(node.Text, out var duration))
        {
            errors.Fail(node, "Not a length of time above zero and up to 100 years", "ISO 8601, such as P30D or PT2H");
            return default;
        }

        return duration;
    }

    private Comparison Compared(Node value, Subject subject, OperatorForm form)
    {
        var comparison = new Comparison(form.Operator);
        return form.Shape switch
        {
            OperandShape.List => comparison with { Values = [.. Items(value, 1, int.MaxValue).Select(item => Value(item, subject, form))] },
            OperandShape.Range when Items(value, 2, 2) is [var low, var high] => comparison with { Low = Value(low, subject, form), High = Value(high, subject, form) },
            OperandShape.Range => comparison,
            OperandShape.Age => comparison with { Age = Duration(value) },
            OperandShape.Pattern => comparison with { Value = Pattern(value) },
            _ => comparison with { Value = Value(value, subject, form) },
        };
    }

    private List<Node> Items(Node node, int least, int most)
    {
        if (node.IsArray && node.Children.Count >= least && node.Children.Count <= most)
        {
            return node.Children;
        }

        errors.Fail(node, $"Not an array of {(most == least ? $"{least} values" : "at least one value")}", "an array");
        return [];
    }

    private Value Pattern(Node node)
    {
        var pattern = Patterns.Unescape(node.Text);
        if ((node.IsText ? Patterns.Problem(pattern) : "Not a regular expression") is { } problem)
        {
            errors.Fail(node, problem, "a regular expression as a string");
        }

        return Values.Value.Of(pattern);
    }

    public Value Value(Node node, Subject subject, OperatorForm form)
    {
        var written = node.Kind switch
        {
            JsonTokenType.String => Values.Value.Of(node.Text),
            JsonTokenType.Number => Values.Value.Of(node.Number),
            JsonTokenType.True => Values.Value.Of(true),
            JsonTokenType.False => Values.Value.Of(false),
            _ => default,
        };
        var settled = subject.Settle(form, written, out var expected);
        if (written.IsMissing || settled.IsMissing)
        {
            errors.Fail(node, $"This cannot be compared to '{subject.Name}' by '{form.Json}'", expected);
        }

        return settled;
    }
}
