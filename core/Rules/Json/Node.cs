using System.Text.Json;

namespace Crm.Core.Rules.Json;

/// <summary>A JSON value with its place in the bytes, which JsonElement does not tell.</summary>
internal sealed class Node(JsonTokenType kind, int position, Node? parent)
{
    /// <summary>StartObject, StartArray, String, Number, True, False or Null.</summary>
    public JsonTokenType Kind => kind;

    public int Position => position;

    /// <summary>In bytes.</summary>
    public int Length { get; set; }

    public Node? Parent => parent;

    /// <summary>Where it is the member of an object.</summary>
    public string? Name { get; init; }

    public int NamePosition { get; init; }

    public int NameLength { get; init; }

    public string Text { get; init; } = "";

    public decimal Number { get; init; }

    /// <summary>Members of an object, elements of an array.</summary>
    public List<Node> Children { get; } = [];

    public bool IsObject => kind == JsonTokenType.StartObject;

    public bool IsArray => kind == JsonTokenType.StartArray;

    public bool IsText => kind == JsonTokenType.String;

    public Node? this[string name] => Children.Find(child => child.Name == name);

    /// <summary>RFC 6901.</summary>
    public string Path()
    {
        var path = "";
        for (var node = this; node.Parent is { } parent; node = parent)
        {
            path = $"/{node.Name?.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) ?? parent.Children.IndexOf(node).ToString(System.Globalization.CultureInfo.InvariantCulture)}{path}";
        }

        return path;
    }
}
