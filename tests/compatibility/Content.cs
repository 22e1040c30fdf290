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

    /// <summary>Fails, and says where, unless all that was there then is there now and members that came since are empty.</summary>
    /// <param name="of">Where it was written.</param>
    public static void AssertHolds(string of, string now, string then)
    {
        var differences = Differences(JsonNode.Parse(now), JsonNode.Parse(then), "").Take(5).ToList();
        Assert.True(differences.Count == 0, $"{of} is read as something else:\n{string.Join('\n', differences)}");
    }

    private static IEnumerable<string> Differences(JsonNode? now, JsonNode? then, string path) => (now, then) switch
    {
        (JsonObject some, JsonObject known) => known.Where(member => !some.ContainsKey(member.Key)).Select(member => $"{path}.{member.Key} is gone")
            .Concat(some.SelectMany(member => known.ContainsKey(member.Key) ? Differences(member.Value, known[member.Key], $"{path}.{member.Key}")
                : IsEmpty(member.Value) ? [] : [$"{path}.{member.Key} was not there and is {member.Value!.ToJsonString(Options)}"])),
        (JsonArray some, JsonArray known) when some.Count == known.Count => some.Zip(known).SelectMany((pair, place) => Differences(pair.First, pair.Second, $"{path}[{place}]")),
        _ => JsonNode.DeepEquals(now, then) ? [] : [$"{path} is {now?.ToJsonString(Options) ?? "null"} and was {then?.ToJsonString(Options) ?? "null"}"],
    };

    private static bool IsEmpty(JsonNode? value) => value is null or JsonArray { Count: 0 } || value.ToJsonString() is "0" or "false" or "\"\""
        || (value is JsonObject parts && parts.All(static part => IsEmpty(part.Value)));
}
