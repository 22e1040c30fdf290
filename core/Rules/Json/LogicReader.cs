using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>{"all":[…]}, {"any":[…]} and {"not":…} over whatever a leaf is.</summary>
internal abstract class LogicReader<T>(Errors errors, string[] leaves)
    where T : class
{
    /// <summary>The members that say what an object is.</summary>
    private readonly string[] _kinds = ["all", "any", "not", .. leaves];

    public T Read(Node node, int depth)
    {
        if (depth > RuleLimits.MaxDepth)
        {
            errors.Fail(node, RuleLimits.TooDeep);
            return Leaf("", node, depth);
        }

        var kind = Kind(node);
        if (kind is "all" or "any" or "not")
        {
            errors.ExpectMembers(node, kind);
        }

        return kind switch
        {
            "all" => Parts(node["all"]!, depth, All),
            "any" => Parts(node["any"]!, depth, Any),
            "not" => Not(Read(node["not"]!, depth + 1)),
            _ => Leaf(kind, node, depth),
        };
    }

    protected abstract T All(ImmutableArray<T> parts);

    protected abstract T Any(ImmutableArray<T> parts);

    protected abstract T Not(T part);

    /// <summary>Of a kind among the leaves; anything will do for the empty kind, which follows a failure.</summary>
    protected abstract T Leaf(string kind, Node node, int depth);

    private string Kind(Node node)
    {
        if (Array.Find(_kinds, kind => node[kind] is not null) is { } kind)
        {
            return kind;
        }

        if (node is { IsObject: true, Children: [var first, ..] })
        {
            errors.Unknown(first, _kinds);
        }
        else
        {
            errors.Fail(node, node.Kind == JsonTokenType.StartObject ? "An empty object" : "Not an object", $"an object with one of {string.Join(", ", _kinds)}");
        }

        return "";
    }

    private T Parts(Node node, int depth, Func<ImmutableArray<T>, T> combine)
    {
        if (node is not { IsArray: true, Children: [var first, ..] })
        {
            errors.Fail(node, $"'{node.Name}' is not an array of at least one part", "an array");
            return Leaf("", node, depth);
        }

        // One part is that part: text has no other way to write it.
        return node.Children.Count == 1 ? Read(first, depth) : combine([.. node.Children.Select(child => Read(child, depth + 1))]);
    }
}
