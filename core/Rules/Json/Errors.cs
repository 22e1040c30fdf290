using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>Keeps the first failure; what the readers return after it is never used.</summary>
internal sealed class Errors
{
    public RuleError? First { get; private set; }

    public void Fail(RuleError error) => First ??= error;

    public void Fail(Node node, string message, string? expected = null, string? suggestion = null) =>
        Fail(node, node.Position, node.Length, message, expected, suggestion);

    public void Fail(Node node, int position, int length, string message, string? expected = null, string? suggestion = null) =>
        First ??= new(message, position, length, expected, suggestion) { Path = node.Path() };

    /// <summary>Fails unless the node is an object that has only these members.</summary>
    public void ExpectMembers(Node node, params string[] known)
    {
        foreach (var child in node.Children)
        {
            if (!known.Contains(child.Name))
            {
                Unknown(child, known);
            }
        }
    }

    public void Unknown(Node member, string[] known)
    {
        Fail(member, member.NamePosition, member.NameLength, $"Unknown member '{member.Name}'", string.Join(", ", known), Suggest.Nearest(member.Name!, known));
    }

    /// <summary>The member; the object itself after a failure, so that reading can go on.</summary>
    public Node Needed(Node node, string name, string expected)
    {
        if (node[name] is { } member)
        {
            return member;
        }

        Fail(node, $"The member '{name}' is missing", $"\"{name}\": {expected}");
        return node;
    }

    /// <summary>A member that holds text of at least one character.</summary>
    public string NeededText(Node node, string name, string expected)
    {
        var member = Needed(node, name, expected);
        if (member is not { IsText: true, Text.Length: > 0 })
        {
            Fail(member, $"'{name}' is not {expected}", expected);
        }

        return member.Text;
    }

    /// <summary>Fails if the member is there with another text.</summary>
    public void Among(Node? node, string[] known)
    {
        if (node is not null && !known.Contains(node.Text))
        {
            Fail(node, $"Unknown {node.Name} '{node.Text}'", string.Join(", ", known), Suggest.Nearest(node.Text, known));
        }
    }
}
