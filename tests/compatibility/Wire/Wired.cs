using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Crm.Compatibility.Tests.Wire;

/// <summary>Orleans' serializer as a silo has it, and its messages as text that people can read.</summary>
internal static class Wired
{
    private static readonly ServiceProvider Services = new ServiceCollection().AddSerializer().BuildServiceProvider();

    private static readonly JsonSerializerOptions Options = new()
    {
        IgnoreReadOnlyProperties = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter() },
    };

    public static readonly Serializer Serializer = Services.GetRequiredService<Serializer>();

    public static readonly DeepCopier Copier = Services.GetRequiredService<DeepCopier>();

    public static Serializer<T> Of<T>() => Services.GetRequiredService<Serializer<T>>();

    public static string Text(object? value) => JsonSerializer.Serialize(value, value?.GetType() ?? typeof(object), Options);

    /// <summary>Whether a message has all that it had when this was written; members that it has got since are empty.</summary>
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
