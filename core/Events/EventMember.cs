using System.Text.Json;

namespace Crm.Core.Events;

/// <summary>The top-level members that the decoder reads; it skips any other.</summary>
internal enum EventMember
{
    Other, Type, Event, Name, MessageId, UserId, AnonymousId, Timestamp, OriginalTimestamp, SentAt, ReceivedAt,

    // What follows is an object, kept as a slice.
    Properties, Traits, Context,
}

internal static class EventMemberNames
{
    public static EventMember Of(ref Utf8JsonReader name) =>
        name.Is("type"u8) ? EventMember.Type
        : name.Is("event"u8) ? EventMember.Event
        : name.Is("messageId"u8) ? EventMember.MessageId
        : name.Is("userId"u8) ? EventMember.UserId
        : name.Is("anonymousId"u8) ? EventMember.AnonymousId
        : name.Is("timestamp"u8) ? EventMember.Timestamp
        : name.Is("originalTimestamp"u8) ? EventMember.OriginalTimestamp
        : name.Is("sentAt"u8) ? EventMember.SentAt
        : name.Is("receivedAt"u8) ? EventMember.ReceivedAt
        : name.Is("properties"u8) ? EventMember.Properties
        : name.Is("traits"u8) ? EventMember.Traits
        : name.Is("context"u8) ? EventMember.Context
        : name.Is("name"u8) ? EventMember.Name
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
        : null;
}
