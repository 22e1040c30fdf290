using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Events;

/// <summary>One thing that a customer did or that became known of them, decoded and valid.</summary>
[GenerateSerializer, Immutable, Alias("crm.event")]
public readonly record struct Event()
{
    [Id(0)] public required EventType Type { get; init; }

    /// <summary>Of a track event its name, of a page or screen its title; else empty.</summary>
    [Id(1)] public string Name { get; init; } = "";

    /// <summary>64-bit hash of the messageId; 0 where the sender gave none, then it is never taken for a resend.</summary>
    [Id(2)] public ulong MessageHash { get; init; }

    /// <summary>When it happened, corrected for the sender's clock; never after <see cref="ReceivedAt"/>.</summary>
    [Id(3)] public required Instant At { get; init; }

    [Id(4)] public required Instant ReceivedAt { get; init; }

    [Id(5)] public string? UserId { get; init; }

    [Id(6)] public string? AnonymousId { get; init; }

    /// <summary>The whole event as UTF-8 JSON.</summary>
    [Id(7)] public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The JSON object of properties (track, page, screen) or traits (identify, group), a slice of <see cref="Json"/>; empty where absent.</summary>
    [Id(8)] public ReadOnlyMemory<byte> Properties { get; init; }

    /// <summary>The JSON object of context; empty where absent.</summary>
    [Id(9)] public ReadOnlyMemory<byte> Context { get; init; }

    /// <summary>Sent with a key that everybody can read, such as from a web page: its e-mail addresses and phone numbers join nobody.</summary>
    [Id(10)] public bool IsPublic { get; init; }

    /// <summary>The whole event sealed by its customer's key, where the log has it so; else empty.</summary>
    [Id(11)] public ReadOnlyMemory<byte> Sealed { get; init; }

    /// <summary>As it stands in the log and will stand in the archive.</summary>
    public ReadOnlyMemory<byte> Kept => Sealed.IsEmpty ? Json : Sealed;
}

/// <summary>The six calls of the tracking API, and from <see cref="Tags"/> on what our own API writes about a customer. Stored: numbers never change.</summary>
public enum EventType : byte
{
    Track, Identify, Page, Screen, Group, Alias,
    Tags, Consents, Note, NoteDeleted,

    /// <summary>To the home of an e-mail address, phone number or external id: a customer has it. From here on it is homes that write to homes.</summary>
    Claim,

    /// <summary>To a customer's home: another is the same person.</summary>
    Link,

    /// <summary>To the home of the customer that stays: what is known of the one that goes.</summary>
    HandOver,

    /// <summary>To the home of an anonymous id: several people use it, so it is nobody's.</summary>
    Apart,

    /// <summary>To the home of the customer that stays: a customer who is a part of it is another person after all. Our own API asks for it.</summary>
    Unmerge,

    /// <summary>To the home of that one: what is its own.</summary>
    HandBack,

    /// <summary>To a customer's home: to be forgotten. Our own API asks for it; the home then tells those of its parts.</summary>
    Erase,
}

public static class EventTypes
{
    /// <summary>What rules can ask for by a name: a page's or screen's is its title.</summary>
    public static bool IsNamed(this EventType type) => type is EventType.Track or EventType.Page or EventType.Screen;

    /// <summary>Written by one home to another or by our own API about two, never by a sender of events.</summary>
    public static bool IsBetweenHomes(this EventType type) => type is >= EventType.Claim and < EventType.Erase;

    /// <summary>Whether time passes by it on the log's clock: what homes ask of each other must not carry time from one partition to another, but a state must not come before its own.</summary>
    public static bool MovesTime(this EventType type) => !type.IsBetweenHomes() || type is EventType.HandOver or EventType.HandBack;

    /// <summary>Written by one home to another only.</summary>
    public static bool IsForwardedOnly(this EventType type) => type.IsBetweenHomes() && type is not (EventType.Link or EventType.Unmerge);
}
