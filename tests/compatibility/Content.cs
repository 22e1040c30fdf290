using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Crm.Compatibility.Tests;

/// <summary>What a message or a stored form holds, as text that people can read.</summary>
internal static class Content
{
    private static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Text(object? value) => JsonSerializer.Serialize(value, value?.GetType() ?? typeof(object), Options);

    /// <summary>Whether all that was there then is there now; members that came since are empty.</summary>
    public static bool Holds(string now, string then) => Holds(JsonNode.Parse(now), JsonNode.Parse(then));

    private static bool Holds(JsonNode? now, JsonNode? then) => (now, then) switch
    {
        (JsonObject some, JsonObject known) => some.All(member => known.ContainsKey(member.Key) ? Holds(member.Value, known[member.Key]) : IsEmpty(member.Value))
            && known.All(member => some.ContainsKey(member.Key)),
        (JsonArray some, JsonArray known) => some.Count == known.Count && some.Zip(known).All(static pair => Holds(pair.First, pair.Second)),
        _ => JsonNode.DeepEquals(now, then),
    };

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } || value.ToJsonString() is "0" or "false" or "\"\""
        || (value is JsonObject parts && parts.All(static part => IsEmpty(part.Value)));
}
