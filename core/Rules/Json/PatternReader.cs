using System.Collections.Immutable;

namespace Crm.Core.Rules.Json;

/// <summary>E, and "where" beside it.</summary>
internal sealed class PatternReader(Errors errors, ComparisonReader comparisons)
{
    private readonly PredicateReader _predicates = new(errors, comparisons);

    public EventPattern Read(Node node, string name, int depth)
    {
        var names = errors.Needed(node, name, "the name of an event");
        ImmutableArray<string> list = names.IsArray && names.Children.Count > 0 ? [.. names.Children.Select(Name)] : [Name(names)];
        return new(list, node["where"] is { } where ? _predicates.Read(where, depth + 1) : null);
    }

    private string Name(Node node)
    {
        if (node.IsObject && (node["page"] ?? node["screen"]) is { } other)
        {
            errors.Unknown(other, []);
        }
        else if (node is not { IsText: true, Text.Length: > 0 })
        {
            errors.Fail(node, "Not the name of an event", "\"name\" or [\"A\",\"B\"]");
        }

        return node.Text;
    }
}
