using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Time;
using Orleans;

namespace Crm.GrainInterfaces.Customers;

/// <summary>What a pump asks one customer to apply in one turn.</summary>
[GenerateSerializer, Immutable, Alias("crm.record-batch")]
public readonly record struct RecordBatch
{
    public RecordBatch() { }

    /// <summary>Of the pump; a call with a lower one than the activation has seen changes nothing.</summary>
    [Id(0)] public required long Epoch { get; init; }

    /// <summary>The position last got from this customer; null is "fresh": nothing is known, load the snapshot and say where it is.</summary>
    [Id(1)] public Position? Expected { get; init; }

    /// <summary>The offset of the partition through which this batch reaches; the customer's position takes it when its state changes.</summary>
    [Id(2)] public required long Through { get; init; }

    /// <summary>The store's now at <see cref="Through"/>: wake-ups through this instant are fired, each before the first record that is later.</summary>
    [Id(3)] public required Instant WakeThrough { get; init; }

    /// <summary>The store's definitions in force throughout this batch.</summary>
    [Id(4)] public required int Definitions { get; init; }

    /// <summary>By offset. They hold until the call is answered: who keeps one of them copies it.</summary>
    [Id(5)] public ImmutableArray<CustomerRecord> Records { get; init; } = [];

    /// <summary>Whether to answer with the state as of the end of this batch.</summary>
    [Id(6)] public bool Snapshot { get; init; }

    /// <summary>Set where <see cref="Definitions"/> comes into force at <see cref="Through"/>: the customer's past events that its new leaves need, by offset.</summary>
    [Id(7)] public ImmutableArray<CustomerRecord>? Backfill { get; init; }
}
