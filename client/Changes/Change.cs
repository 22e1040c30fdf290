using System.Text.Json.Serialization;
using Crm.Client.Http;

namespace Crm.Client.Changes;

/// <summary>A customer entered or left a segment, or a segment changed.</summary>
public sealed record Change
{
    /// <summary>The same however often it is delivered, whatever crashed in between.</summary>
    public required string Id { get; init; }

    /// <summary>Of the CRM's log; changes are in order within each.</summary>
    public required int Partition { get; init; }

    /// <summary>Rises within the partition.</summary>
    public required long Number { get; init; }

    /// <summary>Which segment; of a change that concerns none, such as <see cref="ChangeKind.Erased"/>, null.</summary>
    public string? Segment { get; init; }

    /// <summary>Such as <c>u:1609</c>; null for a change of the segment itself.</summary>
    public string? Customer { get; init; }

    /// <summary>Of <see cref="ChangeKind.Merged"/>: the customer that this one is a part of from here on; else null.</summary>
    public string? Into { get; init; }

    /// <summary>What came about.</summary>
    [JsonPropertyName("change")]
    public ChangeKind Kind { get; init; }

    /// <summary>When it came about, by the store's time; never falls within a partition.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When the event that caused it happened; null where no event did.</summary>
    public DateTimeOffset? EventAt { get; init; }

    /// <summary>When the CRM wrote it down.</summary>
    public DateTimeOffset RecordedAt { get; init; }

    /// <summary>What made it come about.</summary>
    public ChangeCause Cause { get; init; }

    /// <summary>Of the segment.</summary>
    public int Version { get; init; }

    /// <summary>
    /// The place after this change, in every partition: store the newest together with what came of the change, and follow from it after a
    /// restart.
    /// </summary>
    [JsonIgnore]
    public string Cursor { get; init; } = "";
}

/// <summary>What came about.</summary>
[JsonConverter(typeof(TolerantEnumConverter<ChangeKind>))]
public enum ChangeKind
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>The customer entered the segment.</summary>
    Entered,

    /// <summary>The customer left the segment.</summary>
    Left,

    /// <summary>The customer is another one's from now on.</summary>
    Merged,

    /// <summary>The customer was erased.</summary>
    Erased,

    /// <summary>Every customer of the partition was judged by this version of the segment.</summary>
    SegmentLive,

    /// <summary>The segment was deleted.</summary>
    SegmentDeleted,
}

/// <summary>What made a change come about.</summary>
[JsonConverter(typeof(TolerantEnumConverter<ChangeCause>))]
public enum ChangeCause
{
    /// <summary>One that this version of the client does not know.</summary>
    Unknown,

    /// <summary>An event of the customer.</summary>
    Event,

    /// <summary>Time alone.</summary>
    Time,

    /// <summary>The segment's rule was made or changed.</summary>
    Definition,

    /// <summary>Two customers turned out to be one.</summary>
    Merge,

    /// <summary>The customer was erased.</summary>
    Erasure,
}
