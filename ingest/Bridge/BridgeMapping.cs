using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Ingest.Bridge;

/// <summary>A record of another topic, as far as the mapping needs it.</summary>
/// <param name="Place">Topic, partition and offset: names it for ever.</param>
internal readonly record struct BridgeRecord(string Place, string Key, ReadOnlyMemory<byte> Value, DateTimeOffset Time);

/// <summary>
/// Makes a record of another topic a collector event. It rejects nothing: what lacks an id or a name becomes an event that lacks it, what
/// is no JSON object goes as it is, and the log's own pump makes either a dead letter, with the reason.
/// </summary>
internal sealed class BridgeMapping(BridgeTopic topic)
{
    private const decimal LeastMilliseconds = 100_000_000_000; // below it a number is seconds

    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = EventLimits.MaxDepth };
    private static readonly JsonEncodedText MessageId = JsonEncodedText.Encode("messageId");

    /// <returns>The customer's key, and the event.</returns>
    public (string Key, ReadOnlyMemory<byte> Payload) Map(in BridgeRecord record)
    {
        try
        {
            using var document = JsonDocument.Parse(record.Value, Reading);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return Map(record, document.RootElement);
            }
        }
        catch (JsonException)
        {
            // No JSON: it goes as it is.
        }

        return ($"{topic.Store}/?", record.Value);
    }

    private (string Key, ReadOnlyMemory<byte> Payload) Map(in BridgeRecord record, JsonElement value)
    {
        var (user, anonymous) = (Text(record, value, topic.UserIdField), Text(record, value, topic.AnonymousIdField));
        var buffer = new ArrayBufferWriter<byte>(record.Value.Length + 256);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, topic.Type);
            writer.WriteString(MessageId, Text(record, value, topic.MessageIdField) ?? record.Place);
            Write(writer, "userId", user);
            Write(writer, "anonymousId", anonymous);
            Write(writer, topic.Type == "track" ? "event" : "name", Text(record, value, topic.EventField) ?? topic.Event);
            Write(writer, "timestamp", Time(value) ?? Iso(record.Time));
            writer.WritePropertyName(topic.Type == "identify" ? "traits"u8 : "properties"u8);
            (Find(value, topic.DataField) ?? value).WriteTo(writer);
            writer.WriteEndObject();
        }

        return ($"{topic.Store}/{(user is not null ? $"u:{user}" : anonymous is not null ? $"a:{anonymous}" : "?")}", buffer.WrittenMemory);
    }

    private string? Time(JsonElement value)
    {
        if (Find(value, topic.TimeField) is not { } found)
        {
            return null;
        }

        if (found.ValueKind != JsonValueKind.Number || !found.TryGetDecimal(out var number))
        {
            return found.ValueKind == JsonValueKind.String ? found.GetString() : found.GetRawText(); // what is no time is for the decoder to refuse
        }

        var milliseconds = Math.Abs(number) < LeastMilliseconds ? number * 1000 : number;
        return milliseconds >= 0 && milliseconds < DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() ? Iso(DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds)) : found.GetRawText();
    }

    private static string? Text(in BridgeRecord record, JsonElement value, string? field) => field switch
    {
        null => null,
        "$key" => record.Key.Length > 0 ? record.Key : null,
        _ => Find(value, field) is { } found ? TextOf(found) : null,
    };

    private static string? TextOf(JsonElement found) => found.ValueKind switch
    {
        JsonValueKind.String => found.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number => found.GetRawText(),
        _ => null,
    };

    private static JsonElement? Find(JsonElement value, string? field)
    {
        if (field is null)
        {
            return null;
        }

        foreach (var name in field.Split('.'))
        {
            if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty(name, out value))
            {
                return null;
            }
        }

        return value.ValueKind == JsonValueKind.Null ? null : value;
    }

    private static void Write(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
