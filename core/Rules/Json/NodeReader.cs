using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>Reads bytes into nodes, without recursion.</summary>
internal ref struct NodeReader(ReadOnlySpan<byte> json)
{
    /// <summary>Two levels of JSON for one of rules, and some for what stands in the last.</summary>
    private const int MaxDepth = (2 * RuleLimits.MaxDepth) + 16;

    /// <summary>More than any object of the language has, so that none needs an index of names.</summary>
    private const int MaxMembers = 16;

    private Utf8JsonReader _reader = new(json, new JsonReaderOptions { MaxDepth = MaxDepth + 2 });
    private readonly int _length = json.Length;

    /// <returns>The root; null after an error.</returns>
    public static Node? Read(ReadOnlySpan<byte> json, Errors errors)
    {
        if (json.Length > RuleLimits.MaxJson)
        {
            errors.Fail(new RuleError($"The JSON is {json.Length} bytes long; at most {RuleLimits.MaxJson} are allowed", RuleLimits.MaxJson, json.Length - RuleLimits.MaxJson));
            return null;
        }

        var reader = new NodeReader(json);
        return reader.Read(errors);
    }

    private Node? Read(Errors errors)
    {
        try
        {
            return ReadTree(errors);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is not UTF-8, or half a surrogate pair.
            var problem = exception is InvalidOperationException ? "The text holds a character that cannot be stored" : "This is not well-formed JSON";
            var position = exception is InvalidOperationException ? (int)_reader.TokenStartIndex : Math.Min(_length, (int)_reader.BytesConsumed);
            errors.Fail(new RuleError(problem, position, 0));
            return null;
        }
    }

    private Node? ReadTree(Errors errors)
    {
        Node? root = null;
        Node? parent = null;
        (string? Name, int Position, int Length) member = default;
        while (errors.First is null && _reader.Read())
        {
            switch (_reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    member = (_reader.GetString(), (int)_reader.TokenStartIndex, _reader.ValueSpan.Length + 2);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    parent!.Length = (int)_reader.BytesConsumed - parent.Position;
                    parent = parent.Parent;
                    break;
                default:
                    var node = Value(parent, member, errors);
                    member = default;
                    root ??= node;
                    Add(parent, node, errors);
                    if (_reader.CurrentDepth > MaxDepth)
                    {
                        errors.Fail(node, RuleLimits.TooDeep);
                    }

                    parent = node.IsObject || node.IsArray ? node : parent;
                    break;
            }
        }

        return root;
    }

    private static void Add(Node? parent, Node node, Errors errors)
    {
        if (node.Name is { } name && parent?[name] is not null)
        {
            errors.Fail(node, node.NamePosition, node.NameLength, $"The member '{name}' is there twice");
        }
        else if (parent is { IsObject: true, Children.Count: >= MaxMembers })
        {
            errors.Fail(node, node.NamePosition, node.NameLength, $"An object with more than {MaxMembers} members");
        }

        parent?.Children.Add(node);
    }

    private readonly Node Value(Node? parent, (string? Name, int Position, int Length) member, Errors errors)
    {
        var number = 0m;
        var isInRange = _reader.TokenType != JsonTokenType.Number || _reader.TryGetDecimal(out number);
        var node = new Node(_reader.TokenType, (int)_reader.TokenStartIndex, parent)
        {
            Name = member.Name,
            NamePosition = member.Position,
            NameLength = member.Length,
            Text = _reader.TokenType == JsonTokenType.String ? _reader.GetString()! : "",
            Number = number,
            Length = (int)(_reader.BytesConsumed - _reader.TokenStartIndex),
        };
        if (!isInRange)
        {
            errors.Fail(node, "A number out of range");
        }
        else if (!Quoted.IsStorable(node.Text) || !Quoted.IsStorable(node.Name ?? ""))
        {
            errors.Fail(node, "The text holds a character that cannot be stored");
        }

        return node;
    }
}
