using System.Text.Json;

namespace Crm.Silo.Collector;

/// <summary>A request to the collector, taken apart in one pass and without copying.</summary>
internal sealed class Envelope
{
    /// <summary>The key that SDKs in browsers put into the body; null where there is none.</summary>
    public string? WriteKey { get; private set; }

    /// <summary>Each event as it was sent, whatever JSON it is.</summary>
    public List<ReadOnlyMemory<byte>> Events { get; } = [];

    /// <summary>Of a batch: the string that its events share; empty where absent.</summary>
    public ReadOnlyMemory<byte> SentAt { get; private set; }

    /// <summary>Of a batch: what its events share; null where absent.</summary>
    public SharedContext? Context { get; private set; }

    /// <returns>Null where the body is not one JSON object, or a batch without its array.</returns>
    public static Envelope? Read(ReadOnlyMemory<byte> json, bool isBatch)
    {
        var envelope = new Envelope();
        try
        {
            var reader = new Utf8JsonReader(json.Span, JsonMember.AnyDepth);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject && envelope.Read(ref reader, json, isBatch) ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, bool isBatch)
    {
        var found = !isBatch;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.Is("writeKey"u8))
            {
                reader.Read();
                WriteKey = reader.Text() ?? WriteKey;
                reader.Skip();
            }
            else if (isBatch && reader.Is("batch"u8))
            {
                found = ReadEvents(ref reader, json);
            }
            else
            {
                ReadShared(ref reader, json);
            }
        }

        if (!isBatch)
        {
            Events.Add(json);
        }

        return !reader.Read() && found; // anything after the object throws
    }

    private bool ReadEvents(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return false;
        }

        Events.Clear();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            Events.Add(json[start..(int)reader.BytesConsumed]);
        }

        return true;
    }

    private void ReadShared(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var (sentAt, context) = (reader.Is("sentAt"u8), reader.Is("context"u8));
        var value = json[reader.Value()];
        if (sentAt && value.Span[0] == '"')
        {
            SentAt = value;
        }
        else if (context && value.Span[0] == '{')
        {
            Context = new(value);
        }
    }
}
