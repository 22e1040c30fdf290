using Crm.Core.Events;

namespace Crm.Core.Rules.Json;

/// <summary>E, and "where" beside it.</summary>
internal sealed class PatternReader(Errors errors, ComparisonReader comparisons)
{
    private readonly PredicateReader _predicates = new(errors, comparisons);

    public EventPattern Read(Node node, string name, int depth)
    {
        var names = errors.Needed(node, name, "the name of an event");
        var where = node["where"] is { } condition ? _predicates.Read(condition, depth + 1) : null;
        if (names.IsObject && (names["page"] ?? names["screen"]) is { } title)
        {
            errors.ExpectMembers(names, title.Name!);
            return new([errors.NeededText(names, title.Name!, "a name")], where) { Type = title.Name == "page" ? EventType.Page : EventType.Screen };
        }

        return new(names.IsArray && names.Children.Count > 0 ? [.. names.Children.Select(Name)] : [Name(names)], where);
    }

    private string Name(Node node)
    {
        if (node is not { IsText: true, Text.Length: > 0 })
        {
            errors.Fail(node, "Not the name of an event", "\"name\", [\"A\",\"B\"], {\"page\":\"name\"} or {\"screen\":\"name\"}");
        }

        return node.Text;
    }
}
