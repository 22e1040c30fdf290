using System.Text.Json;
using Crm.Core.Rules.Text;
using Crm.Core.Values;

namespace Crm.Core.Rules.Json;

/// <summary>Rules about the values of an event's property.</summary>
internal sealed class AggregateReader(Errors errors, PatternReader patterns, WindowReader windows)
{
    private static readonly string[] Kinds = [.. Aggregates.All.Select(static form => form.Json)];
    private static readonly string[] Comparisons = [.. Aggregates.Comparisons.Select(static form => form.Json)];

    public AggregateRule Aggregate(Node node, int depth)
    {
        errors.ExpectMembers(node, "aggregate", "property", "of", "where", "window", "op", "value");
        errors.Among(node["aggregate"], Kinds);
        var kind = Array.Find(Aggregates.All, form => form.Json == node["aggregate"]!.Text).Kind;
        return new(kind, Path(node, "property"), patterns.Read(node, "of", depth), windows.Read(node["window"]), Comparison(node, kind));
    }

    public SameRule Same(Node node, int depth)
    {
        errors.ExpectMembers(node, "same", "of", "where", "times", "window");
        var times = TimesReader.Read(errors, errors.Needed(node, "times", "{\"op\":\">=\",\"n\":3}"));
        if (times.Operator != TimesOperator.AtLeast || times.Count > RuleLimits.MaxSame)
        {
            errors.Fail(node["times"]!, "'same' asks for at least so many times", $"\">=\" and a whole number from 1 to {RuleLimits.MaxSame}");
        }

        return new(Path(node, "same"), patterns.Read(node, "of", depth), times.Count, windows.Read(node["window"]));
    }

    private string Path(Node node, string name)
    {
        var path = errors.NeededText(node, name, "the name of a property");
        if (!Names.IsPath(path))
        {
            errors.Fail(node[name] ?? node, "A property with an empty name");
        }

        return path;
    }

    private Comparison Comparison(Node node, AggregateKind kind)
    {
        var op = errors.NeededText(node, "op", $"one of {string.Join(' ', Comparisons)}");
        errors.Among(node["op"], Comparisons);
        var value = errors.Needed(node, "value", "a number");
        if (value.Kind != JsonTokenType.Number)
        {
            errors.Fail(value, "Not a number", "a number");
        }
        else if (Aggregates.Problem(kind, value.Number) is { } problem)
        {
            errors.Fail(value, problem);
        }

        return new(Operators.Find(op)?.Operator ?? default) { Value = Value.Of(value.Number) };
    }
}
