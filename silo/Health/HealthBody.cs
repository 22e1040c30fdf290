using System.Text.Json.Serialization;

namespace Crm.Silo.Health;

/// <param name="Status">live, ready or starting.</param>
/// <param name="Missing">What keeps the process from being ready.</param>
internal sealed record HealthBody(string Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Missing);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(HealthBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
