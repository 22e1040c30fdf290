using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crm.Client.Http;

namespace Crm.Client.Segments;

/// <summary>A segment and how it stands.</summary>
public sealed record Segment
{
    /// <summary>Slug: a-z, 0-9, <c>-</c> and <c>_</c>, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Who belongs to it: the rule's JSON form.</summary>
    public required JsonNode Rule { get; init; }

    /// <summary>Who belongs to it: the rule's text form.</summary>
    public required string Text { get; init; }

    /// <summary>Rises when the rule changes.</summary>
    public required int Version { get; init; }

    /// <summary>Whether its members are complete.</summary>
    public SegmentState State { get; init; }

    /// <summary>How far <see cref="SegmentState.Backfilling"/> has come, from 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Members at <see cref="AsOf"/>.</summary>
    public long Count { get; init; }

    /// <summary>When <see cref="Count"/> was taken.</summary>
    public DateTimeOffset AsOf { get; init; }
}

/// <summary>Whether a segment's members are complete.</summary>
[JsonConverter(typeof(TolerantEnumConverter<SegmentState>))]
public enum SegmentState
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>Not every customer was judged by this version of its rule yet.</summary>
    Backfilling,

    /// <summary>Members are complete.</summary>
    Live,

    /// <summary>The backfill came to an end too early.</summary>
    Failed,

    /// <summary>Not followed any more.</summary>
    Archived,
}

/// <summary>A member of a segment.</summary>
/// <param name="Customer">Such as <c>u:1609</c>.</param>
/// <param name="Since">When the customer entered.</param>
/// <param name="Version">Of the segment, by which the customer is a member.</param>
public sealed record Member(string Customer, DateTimeOffset Since, int Version);

/// <summary>A part of a listing of members.</summary>
/// <param name="Items">By customer.</param>
/// <param name="ChangesAfter">
/// Once all pages are read, the segment's changes after this cursor continue the listing without gap or repeat. The same on every page.
/// </param>
public sealed record MemberPage(IReadOnlyList<Member> Items, string ChangesAfter);
