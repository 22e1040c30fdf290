using System.Text.Json;
using System.Text.Unicode;
using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>From one collector event as it stands in the log to an <see cref="Event"/>; throws for no bytes whatever.</summary>
public static class EventDecoder
{
    // One level more than is allowed, so that the decoder meets the level too many before the reader refuses it.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = EventLimits.MaxDepth + 1 };

    /// <summary>Decodes in one pass over the top-level members; of a member that stands twice the last counts.</summary>
    /// <param name="json">The whole event; the result keeps it and slices of it, so it must not change.</param>
    /// <param name="appendedAt">When the log took it; stands in for an absent <c>receivedAt</c>.</param>
    /// <param name="sealedJson">The same as the log has it, where it is sealed there.</param>
    public static DecodeResult Decode(ReadOnlyMemory<byte> json, Instant appendedAt, ReadOnlyMemory<byte> sealedJson = default)
    {
        if (json.Length > EventLimits.MaxBytes && !json.Span.StartsWith("{\"type\":\"hand"u8)) // a hand-over is as large as a customer
        {
            return new(RejectReason.TooLarge, $"{json.Length} bytes, the limit is {EventLimits.MaxBytes}");
        }

        if (!Utf8.IsValid(json.Span))
        {
            return new(RejectReason.InvalidUtf8, "not UTF-8");
        }

        var members = new EventMembers(json);
        try
        {
            if (!Read(json.Span, ref members))
            {
                return new(members.Reason, members.Detail);
            }
        }
        catch (JsonException malformed)
        {
            return new(RejectReason.MalformedJson, $"not JSON at line {malformed.LineNumber + 1}, byte {malformed.BytePositionInLine + 1}");
        }

        return members.ToEvent(appendedAt, sealedJson);
    }

    private static bool Read(ReadOnlySpan<byte> json, ref EventMembers members)
    {
        var reader = new Utf8JsonReader(json, Options);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return members.Fail(RejectReason.NotAnObject, "the event is not a JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var member = EventMemberNames.Of(ref reader);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (!members.Take(member, ref reader) || !SkipNested(ref reader, ref members)
                || (member >= EventMember.Properties && !members.TakeNested(member, start..(int)reader.BytesConsumed)))
            {
                return false;
            }
        }

        reader.Read(); // what follows the object is not JSON: this throws
        return true;
    }

    private static bool SkipNested(ref Utf8JsonReader reader, ref EventMembers members)
    {
        if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
        {
            return true;
        }

        for (var top = reader.CurrentDepth; reader.Read() && reader.CurrentDepth > top;)
        {
            if (reader.CurrentDepth >= EventLimits.MaxDepth && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                return members.Fail(RejectReason.TooDeep, $"nested deeper than {EventLimits.MaxDepth}");
            }
        }

        return true;
    }
}
