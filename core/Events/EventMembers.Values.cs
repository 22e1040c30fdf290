using System.Text;
using System.Text.Json;
using Crm.Core.Time;

namespace Crm.Core.Events;

internal ref partial struct EventMembers
{
    private bool TakeType(ref Utf8JsonReader reader)
    {
        _type = reader.TokenType != JsonTokenType.String ? null : EventMemberNames.TypeOf(ref reader);
        return _type is not null || Fail(RejectReason.UnknownType, "type is none of track, identify, page, screen, group, alias");
    }

    private bool TakeName(ref Utf8JsonReader reader, ref string? name, string member) => reader.TokenType switch
    {
        JsonTokenType.Null => Set(ref name, null),
        JsonTokenType.String when !reader.ValueIsEscaped && EventName.Known(reader.ValueSpan) is { } known => Set(ref name, known),
        JsonTokenType.String => TakeText(ref reader, ref name, member),
        _ => WrongType(member),
    };

    private bool TakeId(ref Utf8JsonReader reader, ref string? id, string member) => reader.TokenType switch
    {
        JsonTokenType.Null => Set(ref id, null),
        JsonTokenType.String or JsonTokenType.Number => TakeText(ref reader, ref id, member)
            && (id is null || Encoding.UTF8.GetByteCount(id) <= EventLimits.MaxIdBytes || Fail(RejectReason.IdTooLong, $"{member} is longer than {EventLimits.MaxIdBytes} bytes")),
        _ => WrongType(member),
    };

    private bool TakeMessageId(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.Null))
        {
            return WrongType("messageId");
        }

        _messageHash = reader.TokenType == JsonTokenType.Null ? 0 : JsonText.HashOf(ref reader);
        return true;
    }

    private bool TakePublic(ref Utf8JsonReader reader)
    {
        _public = reader.TokenType == JsonTokenType.True;
        return true;
    }

    private bool TakeTime(ref Utf8JsonReader reader, ref Instant? time, string member)
    {
        time = null;
        if (reader.TokenType == JsonTokenType.Null)
        {
            return true;
        }

        if (reader.TokenType != JsonTokenType.String)
        {
            return WrongType(member);
        }

        var parsed = JsonText.TryGetInstant(ref reader, out var instant);
        time = instant;
        return parsed || Fail(RejectReason.InvalidTimestamp, $"{member} is not an ISO-8601 time of the years 1970 to 9999");
    }

    private bool TakeText(ref Utf8JsonReader reader, ref string? target, string member)
    {
        if (!JsonText.TryGet(ref reader, out var text) || text.Contains('\0', StringComparison.Ordinal))
        {
            return Fail(RejectReason.InvalidText, $"{member} holds U+0000 or half of a surrogate pair");
        }

        return Set(ref target, text.Length == 0 ? null : text);
    }

    private static bool Set(ref string? target, string? value)
    {
        target = value;
        return true;
    }

    private bool WrongType(string member) => Fail(RejectReason.WrongType, $"{member} is of the wrong JSON type");
}
