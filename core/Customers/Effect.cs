using Crm.Core.Automations;
using Crm.Core.Rfm;
using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>What a record or the passing of time changed beyond the customer's own state; made durable by the commit.</summary>
[GenerateSerializer, Immutable, Alias("crm.effect")]
public sealed record Effect
{
    [Id(0)] public required EffectKind Kind { get; init; }

    /// <summary>Of the record that caused it; <see cref="ByTime"/> where a wake-up did, which the reader of the log places by <see cref="At"/>.</summary>
    [Id(1)] public required long Offset { get; init; }

    /// <summary>For a wake-up the exact instant of the flip, for a record its now.</summary>
    [Id(2)] public required Instant At { get; init; }

    /// <summary>When the event that caused it happened; null where no event did.</summary>
    [Id(3)] public Instant? EventAt { get; init; }

    [Id(4)] public required Cause Cause { get; init; }

    /// <summary>The segment entered or left; null for anything else.</summary>
    [Id(5)] public string? Segment { get; init; }

    /// <summary>The version of the segment's definition.</summary>
    [Id(6)] public int Version { get; init; }

    /// <summary>This customer's running number of changes of this segment, from 1, or for one who came back after an erasure from that on; with customer, segment and version it is the effect's id.</summary>
    [Id(7)] public long Number { get; init; }

    /// <summary>The RFM scores before; <see cref="RfmScores.None"/> for a customer without orders.</summary>
    [Id(8)] public RfmScores From { get; init; }

    /// <summary>The RFM scores after.</summary>
    [Id(9)] public RfmScores To { get; init; }

    /// <summary>The automation of a run or an action; <see cref="Version"/> is then its version and <see cref="Number"/> the customer's running number of its runs.</summary>
    [Id(10)] public string? Automation { get; init; }

    /// <summary>The step whose action is due.</summary>
    [Id(11)] public string? Step { get; init; }

    /// <summary>Why a run ended.</summary>
    [Id(12)] public RunEnd End { get; init; }

    /// <summary>The customer at that moment, for an action that hands it on.</summary>
    [Id(13)] public CustomerView? Customer { get; init; }

    /// <summary>Another home of the store, such as <c>u:2261</c>: to which <see cref="Payload"/> goes, or into which the customer was merged.</summary>
    [Id(14)] public string? Other { get; init; }

    /// <summary>The record to append there.</summary>
    [Id(15)] public Payload Payload { get; init; }

    /// <summary>What the customer's orders add to one of the store's days.</summary>
    [Id(16)] public DayChange? Day { get; init; }

    public const long ByTime = -1;
}

public enum EffectKind : byte
{
    SegmentEntered, SegmentLeft, RfmMoved, RunStarted, ActionDue, RunEnded,

    /// <summary>A record for another home; <see cref="Effect.At"/> is when it was received.</summary>
    Forward,

    /// <summary>The customer goes: it is a part of <see cref="Effect.Other"/> from here on.</summary>
    Merged,

    /// <summary>The customer was forgotten.</summary>
    Erased,

    /// <summary>Orders of a day came, changed or went; <see cref="Effect.Day"/> says by how much. Of a merge or its undoing only what the two do not count as one; an erasure leaves the sums as they are.</summary>
    OrdersMoved,
}

/// <summary>Why a change came about.</summary>
public enum Cause : byte { Event, Time, Definition, Merge, Erasure }
