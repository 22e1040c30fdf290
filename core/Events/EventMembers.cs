using System.Text.Json;
using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>What the decoder has read of one event so far, and what that makes.</summary>
internal ref partial struct EventMembers(ReadOnlyMemory<byte> json)
{
    private EventType? _type;
    private string? _event, _name, _userId, _anonymousId;
    private ulong _messageHash;
    private bool _public;
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
        EventMember.Public => TakePublic(ref reader),
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

    public readonly DecodeResult ToEvent(Instant appendedAt, ReadOnlyMemory<byte> sealedJson)
    {
        if (_type is not { } type)
        {
            return new(RejectReason.UnknownType, "no type");
        }

        if (type == EventType.Track && _event is null)
        {
            return new(RejectReason.MissingEventName, "a track event without a name");
        }

        if (_userId is null && _anonymousId is null && !type.IsBetweenHomes())
        {
            return new(RejectReason.MissingIds, "neither userId nor anonymousId");
        }

        // Nothing is received after the log has it: a sender's clock must not move the store's time ahead.
        var receivedAt = _receivedAt is { } stated ? Instant.Earlier(stated, appendedAt) : appendedAt;
        return EventTime.TryResolve(_originalTimestamp ?? _timestamp, _sentAt, receivedAt, out var at)
            ? new(Build(type, at, receivedAt, sealedJson))
            : new(RejectReason.FutureDate, "dated more than 24 hours after its receipt");
    }

    private readonly Event Build(EventType type, Instant at, Instant receivedAt, ReadOnlyMemory<byte> sealedJson) => new()
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
            >= EventType.Tags => json,
            _ => _properties,
        },
        Context = _context,
        IsPublic = _public,
        Sealed = sealedJson,
    };
}
