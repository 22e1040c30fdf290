using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Crm.Silo.Tests.Export;

/// <summary>The part of JSON Schema 2020-12 that our schema uses; a keyword beyond it is an error, so that none goes unchecked.</summary>
internal static class SchemaCheck
{
    private static readonly string[] Notes = ["$schema", "title", "description"];

    /// <summary>What is wrong, each with its place; empty for a document that the schema describes.</summary>
    public static List<string> Errors(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, value, "$", errors);
        return errors;
    }

    private static void Check(JsonElement schema, JsonElement value, string place, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject().Where(static keyword => !Notes.Contains(keyword.Name)))
        {
            var good = keyword.Name switch
            {
                "type" => Types(keyword.Value).Any(type => Is(type, value)),
                "const" => JsonElement.DeepEquals(keyword.Value, value),
                "enum" => keyword.Value.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)),
                "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= keyword.Value.GetDecimal(),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, keyword.Value.GetString()!),
                "format" => keyword.Value.GetString() == "date-time"
                    && (value.ValueKind != JsonValueKind.String || DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, out _)),
                "required" => value.ValueKind != JsonValueKind.Object || keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
                "items" => value.ValueKind != JsonValueKind.Array || All(value.EnumerateArray().Select((item, i) => (keyword.Value, item, $"{place}[{i}]")), errors),
                "properties" => value.ValueKind != JsonValueKind.Object || All(Known(keyword.Value, value, place), errors),
                "additionalProperties" => value.ValueKind != JsonValueKind.Object || Others(schema, keyword.Value, value, place, errors),
                _ => false,
            };
            if (!good)
            {
                errors.Add($"{place}: {keyword.Name} {(keyword.Value.GetRawText() is { Length: < 200 } text ? text : "")}");
            }
        }
    }

    private static bool All(IEnumerable<(JsonElement Schema, JsonElement Value, string Place)> parts, List<string> errors)
    {
        foreach (var (schema, value, place) in parts)
        {
            Check(schema, value, place, errors);
        }

        return true;
    }

    private static IEnumerable<(JsonElement Schema, JsonElement Value, string Place)> Known(JsonElement properties, JsonElement value, string place) =>
        value.EnumerateObject().Where(member => properties.TryGetProperty(member.Name, out _))
            .Select(member => (properties.GetProperty(member.Name), member.Value, $"{place}.{member.Name}"));

    private static bool Others(JsonElement schema, JsonElement rule, JsonElement value, string place, List<string> errors)
    {
        var others = value.EnumerateObject().Where(member => !schema.TryGetProperty("properties", out var known) || !known.TryGetProperty(member.Name, out _)).ToList();
        return rule.ValueKind == JsonValueKind.False ? others.Count == 0 : All(others.Select(member => (rule, member.Value, $"{place}.{member.Name}")), errors);
    }

    private static IEnumerable<string?> Types(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(static one => one.GetString()) : [type.GetString()];

    private static bool Is(string? type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => false,
    };
}
