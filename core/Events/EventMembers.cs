using System.Text;
using System.Text.Json;
using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>What the decoder has read of one event so far, and what that makes.</summary>
internal ref struct EventMembers(ReadOnlyMemory<byte> json)
{
    private EventType? _type;
    private string? _event, _name, _userId, _anonymousId;
    private ulong _messageHash;
    private Instant? _timestamp, _originalTimestamp, _sentAt, _receivedAt;
    private ReadOnlyMemory<byte> _properties, _traits, _context;

    public RejectReason Reason { get; private set; }

    public string Detail { get => field ?? ""; private set; }

    public bool Fail(RejectReason reason, string detail)
    {
        (Reason, Detail) = (reason, detail);
        return false;
    }

    /// <summary>Takes the value at the reader; false where it makes the whole event invalid.</summary>
    public bool Take(EventMember member, ref Utf8JsonReader reader) => member switch
    {
        EventMember.Other => true,
        EventMember.Type => TakeType(ref reader),
        EventMember.Event => TakeName(ref reader, ref _event, "event"),
        EventMember.Name => TakeName(ref reader, ref _name, "name"),
        EventMember.MessageId => TakeMessageId(ref reader),
        EventMember.UserId => TakeId(ref reader, ref _userId, "userId"),
        EventMember.AnonymousId => TakeId(ref reader, ref _anonymousId, "anonymousId"),
        EventMember.Timestamp => TakeTime(ref reader, ref _timestamp, "timestamp"),
        EventMember.OriginalTimestamp => TakeTime(ref reader, ref _originalTimestamp, "originalTimestamp"),
        EventMember.SentAt => TakeTime(ref reader, ref _sentAt, "sentAt"),
        EventMember.ReceivedAt => TakeTime(ref reader, ref _receivedAt, "receivedAt"),
        _ => reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray or JsonTokenType.Null || WrongType("properties, traits or context"),
    };

    /// <summary>Takes the extent of a nested value. An empty array counts as an empty object: PHP cannot tell them apart.</summary>
    public bool TakeNested(EventMember member, Range extent)
    {
        var value = json[extent];
        if (value.Span[0] != '{')
        {
            if (value.Span[0] == '[' && value.Span[1..^1].ContainsAnyExcept(" \t\r\n"u8))
            {
                return WrongType("properties, traits or context");
            }

            value = default;
        }

        switch (member)
        {
            case EventMember.Properties: _properties = value; break;
            case EventMember.Traits: _traits = value; break;
            default: _context = value; break;
        }

        return true;
    }

    public readonly DecodeResult ToEvent(Instant appendedAt)
    {
        if (_type is not { } type)
        {
            return new(RejectReason.UnknownType, "no type");
        }

        if (type == EventType.Track && _event is null)
        {
            return new(RejectReason.MissingEventName, "a track event without a name");
        }

        if (_userId is null && _anonymousId is null)
        {
            return new(RejectReason.MissingIds, "neither userId nor anonymousId");
        }

        var receivedAt = _receivedAt ?? appendedAt;
        return EventTime.TryResolve(_originalTimestamp ?? _timestamp, _sentAt, receivedAt, out var at)
            ? new(Build(type, at, receivedAt))
            : new(RejectReason.FutureDate, "dated more than 24 hours after its receipt");
    }

    private readonly Event Build(EventType type, Instant at, Instant receivedAt) => new()
    {
        Type = type,
        Name = type switch { EventType.Track => _event!, EventType.Page or EventType.Screen => _name ?? "", _ => "" },
        MessageHash = _messageHash,
        At = at,
        ReceivedAt = receivedAt,
        UserId = _userId,
        AnonymousId = _anonymousId,
        Json = json,
        Properties = type switch
        {
            EventType.Identify or EventType.Group => _traits,
            EventType.Tags => json,
            _ => _properties,
        },
        Context = _context,
    };

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
