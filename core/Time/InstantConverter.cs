using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Core.Time;

/// <summary>Instants are UTC ISO-8601 with milliseconds; one read must name its offset, for else it would mean another instant elsewhere.</summary>
public sealed class InstantConverter : JsonConverter<Instant>
{
    public override Instant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString()!, out var instant)
            ? instant
            : throw new JsonException();

    public override void Write(Utf8JsonWriter writer, Instant value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    public static bool TryParse(string text, out Instant instant)
    {
        var hasOffset = text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > text.IndexOf('T', StringComparison.Ordinal);
        var parsed = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var value);
        instant = parsed && value >= DateTimeOffset.UnixEpoch ? Instant.From(value) : default;
        return parsed && hasOffset && value >= DateTimeOffset.UnixEpoch && text.Contains('T', StringComparison.Ordinal);
    }
}
