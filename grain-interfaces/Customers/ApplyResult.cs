using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Time;
using Orleans;

namespace Crm.GrainInterfaces.Customers;

/// <summary>What came of a <see cref="RecordBatch"/>. A value, as that is: there is one for nearly every event.</summary>
[GenerateSerializer, Immutable, Alias("crm.apply-result")]
public readonly record struct ApplyResult
{
    public ApplyResult() { }

    [Id(0)] public required ApplyStatus Status { get; init; }

    /// <summary>Where the state stands now.</summary>
    [Id(1)] public required Position Position { get; init; }

    /// <summary>In the order in which they came about.</summary>
    [Id(2)] public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>When the customer may next change by itself.</summary>
    [Id(3)] public Instant NextWake { get; init; } = Instant.Never;

    /// <summary>Whether the state differs from before the call.</summary>
    [Id(4)] public bool Changed { get; init; }

    /// <summary>Offsets of records that do not count here: resends, those of an erased customer, what was forwarded to another customer, what homes write to each other.</summary>
    [Id(5)] public ImmutableArray<long> Uncounted { get; init; } = [];

    /// <summary>Records that could not be applied; they left no trace.</summary>
    [Id(6)] public ImmutableArray<RecordFailure> Failures { get; init; } = [];

    /// <summary>How many records were of an erased customer, and forgotten too.</summary>
    [Id(10)] public int Forgotten { get; init; }

    /// <summary>The state at <see cref="Position"/>, where it was asked for.</summary>
    [Id(7)] public CustomerSnapshot? Snapshot { get; init; }
}

public enum ApplyStatus : byte
{
    /// <summary>The batch was applied.</summary>
    Applied,

    /// <summary>The expectation did not hold: the snapshot was loaded anew and nothing applied; go on from <see cref="ApplyResult.Position"/>.</summary>
    Reloaded,

    /// <summary>A pump with a higher epoch has been here: the caller is not the owner any more.</summary>
    Fenced,
}

/// <param name="Offset">Of the record.</param>
/// <param name="Reason">Why it was refused; null where the fold threw, then the whole batch was dropped with the state and is to be applied again without this record.</param>
/// <param name="Detail">For people.</param>
[GenerateSerializer, Immutable, Alias("crm.record-failure")]
public sealed record RecordFailure([property: Id(0)] long Offset, [property: Id(1)] RejectReason? Reason, [property: Id(2)] string Detail);

/// <summary>A customer's state as it is stored, with the columns that it is found by.</summary>
/// <param name="State">The caller's: who has stored it may give its memory to <see cref="Core.Storage.StateMemory.Free"/>.</param>
/// <param name="Erased">A tombstone: it is stored where the id does not stand.</param>
[GenerateSerializer, Immutable, Alias("crm.customer-snapshot")]
public sealed record CustomerSnapshot(
    [property: Id(0)] Position Position,
    [property: Id(1)] int Definitions,
    [property: Id(2)] Instant NextWake,
    [property: Id(3)] ReadOnlyMemory<byte> State,
    [property: Id(4)] CustomerColumns Columns,
    [property: Id(10)] bool Erased = false);
