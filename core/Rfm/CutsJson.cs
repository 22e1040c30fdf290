using System.Collections.Immutable;
using System.Text.Json;

namespace Crm.Core.Rfm;

/// <summary>Cuts as stored JSON; null is absent.</summary>
internal static class CutsJson
{
    public static void Write(Utf8JsonWriter writer, string name, ImmutableArray<int>? cuts) =>
        Write(writer, name, cuts is { } whole ? [.. whole.Select(static cut => (decimal)cut)] : null);

    public static void Write(Utf8JsonWriter writer, string name, ImmutableArray<decimal>? cuts)
    {
        if (cuts is not { } given)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var cut in given)
        {
            writer.WriteNumberValue(cut);
        }

        writer.WriteEndArray();
    }

    public static ImmutableArray<int>? Whole(JsonElement json, string name) =>
        json.TryGetProperty(name, out var cuts) ? [.. cuts.EnumerateArray().Select(static cut => cut.GetInt32())] : null;

    public static ImmutableArray<decimal>? Amounts(JsonElement json, string name) =>
        json.TryGetProperty(name, out var cuts) ? [.. cuts.EnumerateArray().Select(static cut => cut.GetDecimal())] : null;
}
