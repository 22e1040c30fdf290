using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Seen;

/// <summary>A name that a store's events have: never a value, so that nothing of a person is in it.</summary>
/// <param name="Type">Track, page, screen or identify.</param>
/// <param name="Event">The event's name, or the page's; empty of identify.</param>
/// <param name="Path">Of a property, or a trait of identify, dotted; empty for the event itself.</param>
/// <param name="Kind">Of the property's values; <see cref="ValueKind.Missing"/> for the event itself.</param>
public readonly record struct SeenKey(EventType Type, string Event, string Path, ValueKind Kind);

/// <param name="Key">What.</param>
/// <param name="Count">Events that had it: exact for events, of properties about as many.</param>
/// <param name="LastAt">When it last happened.</param>
public sealed record SeenName(SeenKey Key, long Count, Instant LastAt);
