using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>The rule language as programs write it: R of docs/rules.md. What is stored is <see cref="RuleDocument"/>.</summary>
public static class RuleJson
{
    /// <summary>Reads UTF-8 JSON. Any bytes give a rule or an error, never an exception; positions are byte offsets.</summary>
    public static RuleParse Parse(ReadOnlySpan<byte> utf8Json)
    {
        var errors = new Errors();
        return NodeReader.Read(utf8Json, errors) is { } root && errors.First is null ? Read(root, errors) : new(errors.First!);
    }

    /// <summary>Reads a value within a document; positions are byte offsets from the value's own start.</summary>
    public static RuleParse Parse(JsonElement json) => Parse(Encoding.UTF8.GetBytes(json.GetRawText()));

    /// <summary>Writes the one canonical form, which reads back as the same rule.</summary>
    /// <exception cref="ArgumentException">The tree is not one that reading can give.</exception>
    public static string Write(Rule rule) => ToText(rule, static (writer, rule) => Write(writer, rule));

    /// <inheritdoc cref="Write(Rule)"/>
    public static void Write(Utf8JsonWriter writer, Rule rule) => RuleWriter.Write(writer, rule);

    internal static RuleParse Read(Node root, Errors errors)
    {
        var rule = new RuleReader(errors).Read(root, 1);
        if ((errors.First ?? RuleLimits.Check(rule, root.Length)) is not { } error)
        {
            return new(rule);
        }

        return new(errors.First is null ? error with { Position = root.Position, Path = root.Path() } : error);
    }

    internal static string ToText<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer, value);
        }

        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
