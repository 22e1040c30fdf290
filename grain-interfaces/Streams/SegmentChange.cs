using Crm.Core.Time;
using Orleans;

namespace Crm.GrainInterfaces.Streams;

/// <summary>An entry of the change feed, as a subscriber of an Orleans stream gets it. It may come more than once: drop what is at or below your mark for its partition.</summary>
[GenerateSerializer, Immutable, Alias("crm.segment-change")]
public sealed record SegmentChange
{
    /// <summary>The same however often it is delivered, and whatever crashed in between.</summary>
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Store { get; init; }

    /// <summary>Of the log; changes are in order within each.</summary>
    [Id(2)] public required int Partition { get; init; }

    /// <summary>Rises within the partition.</summary>
    [Id(3)] public required long Number { get; init; }

    /// <summary>Null for a change of the customer: merged or erased.</summary>
    [Id(4)] public string? Segment { get; init; }

    /// <summary>Null for a change of the segment itself.</summary>
    [Id(5)] public string? Customer { get; init; }

    /// <summary>Of merged: the customer that this one is a part of from here on; else null.</summary>
    [Id(6)] public string? Into { get; init; }

    /// <summary>entered, left, segmentLive, segmentDeleted, merged or erased.</summary>
    [Id(7)] public required string Change { get; init; }

    /// <summary>The instant at which it came about; never falls within a partition.</summary>
    [Id(8)] public Instant At { get; init; }

    /// <summary>When the event that caused it happened; null where no event did.</summary>
    [Id(9)] public Instant? EventAt { get; init; }

    [Id(10)] public Instant RecordedAt { get; init; }

    /// <summary>event, time, definition, merge or erasure.</summary>
    [Id(11)] public required string Cause { get; init; }

    /// <summary>Of the segment.</summary>
    [Id(12)] public int Version { get; init; }
}
