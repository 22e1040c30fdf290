using System.Text.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>A rule as it is stored: <c>{"version":1,"rule":R}</c>.</summary>
public static class RuleDocument
{
    /// <summary>Of the language; a document of a later one is an error, never read in part.</summary>
    public const int Version = 1;

    /// <inheritdoc cref="RuleJson.Parse(ReadOnlySpan{byte})"/>
    public static RuleParse Parse(ReadOnlySpan<byte> utf8Json)
    {
        var errors = new Errors();
        if (NodeReader.Read(utf8Json, errors) is not { } root || errors.First is not null)
        {
            return new(errors.First!);
        }

        errors.ExpectMembers(root, "version", "rule");
        var version = errors.Needed(root, "version", "1");
        if (version.Kind != JsonTokenType.Number || version.Number != Version)
        {
            errors.Fail(version, "A version of the rule language that is not known", "1");
        }

        return errors.First is null ? RuleJson.Read(errors.Needed(root, "rule", "a rule"), errors) : new(errors.First);
    }

    /// <inheritdoc cref="RuleJson.Write(Rule)"/>
    public static string Write(Rule rule) => RuleJson.ToText(rule, static (writer, rule) => Write(writer, rule));

    /// <inheritdoc cref="RuleJson.Write(Rule)"/>
    public static void Write(Utf8JsonWriter writer, Rule rule)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", Version);
        writer.WritePropertyName("rule");
        RuleJson.Write(writer, rule);
        writer.WriteEndObject();
    }
}
