using System.Buffers;
using System.Text.Json;

namespace Crm.Ingest.Kafka;

/// <summary>
/// A CloudEvent in structured JSON mode (https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/formats/json-format.md) around a
/// collector event. In binary mode the value is the event already, and its attributes in the headers say nothing that it lacks.
/// </summary>
internal static class CloudEvent
{
    private static ReadOnlySpan<byte> SpecVersion => "specversion"u8;

    /// <returns>The event within; what is no CloudEvent with data, or no JSON, as it is.</returns>
    public static ReadOnlyMemory<byte> Unwrap(ReadOnlyMemory<byte> value)
    {
        // Few are: the rest is not parsed twice.
        if (value.Span.IndexOf(SpecVersion) < 0)
        {
            return value;
        }

        try
        {
            return Parts.Of(value.Span) is { HasVersion: true, Data: { } data } parts ? parts.Event(value[data]) : value;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return value; // no JSON, or text in it that is no UTF-8
        }
    }

    private sealed class Parts
    {
        public bool HasVersion { get; private set; }

        public Range? Data { get; private set; }

        private string? Id { get; set; }

        private string? Source { get; set; }

        private string? Time { get; set; }

        public static Parts? Of(ReadOnlySpan<byte> json)
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 128 });
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            {
                return null;
            }

            var parts = new Parts();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                parts.Take(ref reader);
            }

            return parts;
        }

        // Its id and time stand in for the event's own: of a member that stands twice the last one counts, so they come first.
        public ReadOnlyMemory<byte> Event(ReadOnlyMemory<byte> data)
        {
            if (data.Span is not [(byte)'{', ..] || (Id is null && Time is null))
            {
                return data;
            }

            var buffer = new ArrayBufferWriter<byte>(data.Length + 128);
            using (var writer = new Utf8JsonWriter(buffer))
            {
                writer.WriteStartObject();
                if (Id is not null)
                {
                    writer.WriteString("messageId"u8, $"{Source}/{Id}"); // unique by both together
                }

                if (Time is not null)
                {
                    writer.WriteString("timestamp"u8, Time);
                }

                writer.WriteEndObject();
            }

            var rest = data[1..];
            var isEmpty = rest.Span.TrimStart(" \t\r\n"u8) is [(byte)'}', ..];
            return (byte[])[.. buffer.WrittenSpan[..^1], .. isEmpty ? ""u8 : ","u8, .. rest.Span];
        }

        private void Take(ref Utf8JsonReader reader)
        {
            var (isVersion, isData) = (reader.ValueTextEquals(SpecVersion), reader.ValueTextEquals("data"u8));
            var (isId, isSource, isTime) = (reader.ValueTextEquals("id"u8), reader.ValueTextEquals("source"u8), reader.ValueTextEquals("time"u8));
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            var text = (isId || isSource || isTime) && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            reader.Skip();
            HasVersion |= isVersion;
            Data = isData ? start..(int)reader.BytesConsumed : Data;
            (Id, Source, Time) = (isId ? text : Id, isSource ? text : Source, isTime ? text : Time);
        }
    }
}
