using System.Text;
using System.Text.Json;

namespace Crm.Core.Events;

/// <summary>The top-level members that the decoder reads; it skips any other.</summary>
internal enum EventMember
{
    Other, Type, Event, Name, MessageId, UserId, AnonymousId, Timestamp, OriginalTimestamp, SentAt, ReceivedAt, Public,

    // What follows is an object, kept as a slice.
    Properties, Traits, Context,
}

internal static class EventMemberNames
{
    public static EventMember Of(ref Utf8JsonReader name) =>
        !name.ValueIsEscaped ? Of(name.ValueSpan)
        : JsonText.TryGet(ref name, out var text) ? Of(Encoding.UTF8.GetBytes(text))
        : EventMember.Other;

    /// <summary>Null for none of them.</summary>
    public static EventType? TypeOf(ref Utf8JsonReader value) =>
        value.Is("track"u8) ? EventType.Track
        : value.Is("identify"u8) ? EventType.Identify
        : value.Is("page"u8) ? EventType.Page
        : value.Is("screen"u8) ? EventType.Screen
        : value.Is("group"u8) ? EventType.Group
        : value.Is("alias"u8) ? EventType.Alias
        : value.Is("tags"u8) ? EventType.Tags
        : value.Is("consents"u8) ? EventType.Consents
        : value.Is("note"u8) ? EventType.Note
        : value.Is("noteDeleted"u8) ? EventType.NoteDeleted
        : value.Is("claim"u8) ? EventType.Claim
        : value.Is("link"u8) ? EventType.Link
        : value.Is("handOver"u8) ? EventType.HandOver
        : value.Is("apart"u8) ? EventType.Apart
        : value.Is("unmerge"u8) ? EventType.Unmerge
        : value.Is("handBack"u8) ? EventType.HandBack
        : value.Is("erase"u8) ? EventType.Erase
        : null;

    private static EventMember Of(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 => name.SequenceEqual("type"u8) ? EventMember.Type : name.SequenceEqual("name"u8) ? EventMember.Name : EventMember.Other,
        5 => name.SequenceEqual("event"u8) ? EventMember.Event : EventMember.Other,
        6 => name.SequenceEqual("userId"u8) ? EventMember.UserId
            : name.SequenceEqual("sentAt"u8) ? EventMember.SentAt
            : name.SequenceEqual("traits"u8) ? EventMember.Traits
            : name.SequenceEqual("public"u8) ? EventMember.Public
            : EventMember.Other,
        7 => name.SequenceEqual("context"u8) ? EventMember.Context : EventMember.Other,
        9 => name.SequenceEqual("messageId"u8) ? EventMember.MessageId
            : name.SequenceEqual("timestamp"u8) ? EventMember.Timestamp
            : EventMember.Other,
        10 => name.SequenceEqual("receivedAt"u8) ? EventMember.ReceivedAt
            : name.SequenceEqual("properties"u8) ? EventMember.Properties
            : EventMember.Other,
        11 => name.SequenceEqual("anonymousId"u8) ? EventMember.AnonymousId : EventMember.Other,
        17 => name.SequenceEqual("originalTimestamp"u8) ? EventMember.OriginalTimestamp : EventMember.Other,
        _ => EventMember.Other,
    };
}
