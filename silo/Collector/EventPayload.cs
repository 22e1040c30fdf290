using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Crm.Silo.Collector;

/// <summary>What the collector adds to an event before it goes to the log.</summary>
/// <param name="Type">That of the route, which stands against any in the event; null leaves the event's own.</param>
/// <param name="ReceivedAt">The collector's clock, ISO-8601; the event's own claim is dropped.</param>
/// <param name="SentAt">Of the batch, as JSON; for events without one.</param>
/// <param name="Context">Of the batch.</param>
/// <param name="IsPublic">Whether the key that it came with is one that everybody can read; the event's own claim is dropped. Null leaves it.</param>
internal readonly record struct EventStamp(string? Type, string ReceivedAt, ReadOnlyMemory<byte> SentAt = default, SharedContext? Context = null, bool? IsPublic = null);

/// <summary>Writes an event as it stands in the log: the sender's own bytes, without its write key and with the collector's stamp.</summary>
internal static class EventPayload
{
    /// <summary>Throws for no JSON; what is not an object is written as it is, for the decoder to refuse.</summary>
    public static void Write(IBufferWriter<byte> to, ReadOnlySpan<byte> json, in EventStamp stamp)
    {
        var reader = new Utf8JsonReader(json, JsonMember.AnyDepth);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            to.Write(json);
            return;
        }

        to.Write("{\"receivedAt\":\""u8);
        Encoding.UTF8.GetBytes(stamp.ReceivedAt, to);
        to.Write("\""u8);
        if (stamp.IsPublic == true)
        {
            to.Write(",\"public\":true"u8);
        }

        if (stamp.Type is { } type)
        {
            to.Write(",\"type\":\""u8);
            Encoding.UTF8.GetBytes(type, to);
            to.Write("\""u8);
        }

        WriteMembers(to, ref reader, json, stamp);
        to.Write("}"u8);
    }

    private static void WriteMembers(IBufferWriter<byte> to, ref Utf8JsonReader reader, ReadOnlySpan<byte> json, in EventStamp stamp)
    {
        var (hasSentAt, hasContext) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var dropped = reader.Is("writeKey"u8) || reader.Is("receivedAt"u8) || (stamp.IsPublic is not null && reader.Is("public"u8)) || (stamp.Type is not null && reader.Is("type"u8));
            var (isSentAt, isContext) = (reader.Is("sentAt"u8), reader.Is("context"u8));
            var value = reader.Value();
            var isNull = json[value] is [(byte)'n', ..];
            if (dropped || (isNull && (isSentAt || isContext)))
            {
                continue;
            }

            hasSentAt |= isSentAt;
            hasContext |= isContext;
            to.Write(","u8);
            if (isContext && json[value][0] == '{' && stamp.Context is { } shared)
            {
                to.Write("\"context\":"u8);
                shared.Write(to, json[value]);
                continue;
            }

            to.Write(json[start..value.End]);
        }

        WriteMissing(to, hasSentAt, hasContext, stamp);
    }

    private static void WriteMissing(IBufferWriter<byte> to, bool hasSentAt, bool hasContext, in EventStamp stamp)
    {
        if (!hasSentAt && !stamp.SentAt.IsEmpty)
        {
            to.Write(",\"sentAt\":"u8);
            to.Write(stamp.SentAt.Span);
        }

        if (!hasContext && stamp.Context is { } shared)
        {
            to.Write(",\"context\":"u8);
            shared.Write(to, "{}"u8);
        }
    }
}
