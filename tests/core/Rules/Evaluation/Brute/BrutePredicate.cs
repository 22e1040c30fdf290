using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Rules;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>Conditions on an event's properties, by a document.</summary>
internal static class BrutePredicate
{
    public static bool Holds(Predicate predicate, Event e, TimeZoneInfo zone)
    {
        if (e.Properties.IsEmpty)
        {
            return Holds(predicate, default(JsonElement), e, zone);
        }

        using var document = JsonDocument.Parse(e.Properties);
        return Holds(predicate, document.RootElement, e, zone);
    }

    private static bool Holds(Predicate predicate, JsonElement root, Event e, TimeZoneInfo zone) => predicate switch
    {
        AllPredicate all => all.Parts.All(part => Holds(part, root, e, zone)),
        AnyPredicate any => any.Parts.Any(part => Holds(part, root, e, zone)),
        NotPredicate not => !Holds(not.Part, root, e, zone),
        PropertyPredicate property => BruteComparison.Holds(
            property.Comparison, [.. At(root, property.Path.Split('.')).SelectMany(Flat).Select(Scalar)], e.At, zone),
        ElementPredicate element => At(root, element.Path.Split('.'))
            .Where(value => value.ValueKind == JsonValueKind.Array)
            .SelectMany(array => array.EnumerateArray())
            .Any(item => Holds(element.Inner, item, e, zone)),
        _ => throw new InvalidOperationException(),
    };

    /// <summary>Every scalar at a path; null where a number is beyond decimal's range, and for null.</summary>
    public static List<object?> Values(Event e, string path)
    {
        if (e.Properties.IsEmpty)
        {
            return [];
        }

        using var document = JsonDocument.Parse(e.Properties);
        return [.. At(document.RootElement, path.Split('.')).SelectMany(Flat).Select(Scalar)];
    }

    private static IEnumerable<JsonElement> At(JsonElement value, string[] path)
    {
        if (path.Length == 0)
        {
            return [value];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => value.EnumerateArray().SelectMany(item => At(item, path)),
            JsonValueKind.Object => value.TryGetProperty(path[0], out var member) ? At(member, path[1..]) : [],
            _ => [],
        };
    }

    private static IEnumerable<JsonElement> Flat(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().SelectMany(Flat) : [value];

    private static object? Scalar(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number => value.TryGetDecimal(out var number) ? number : null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Object => new object(),
        _ => null,
    };
}
