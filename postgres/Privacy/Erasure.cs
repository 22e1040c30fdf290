using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Postgres.Privacy;

/// <summary>One erasure: what is to be done while it is under way, its receipt once it is done.</summary>
public sealed record Erasure
{
    public required Guid Id { get; init; }

    public required string Store { get; init; }

    /// <summary>A keyed hash of the customer's id, in hexadecimal: the same for every erasure of the same customer.</summary>
    public required string Hidden { get; init; }

    /// <summary>Null once all is done.</summary>
    public required ErasureSubject? Subject { get; init; }

    /// <summary>Whether the id stays forgotten, whatever comes.</summary>
    public required bool Block { get; init; }

    /// <summary>The id of the API key that asked.</summary>
    public required string AskedBy { get; init; }

    public required Instant RequestedAt { get; init; }

    public required ErasureState State { get; init; }

    /// <summary>Where its record stands in the log.</summary>
    public int Partition { get; init; }

    public long Offset { get; init; }

    /// <summary>How long ago nothing new was to be sealed with the customer's keys any more; null before.</summary>
    public TimeSpan? Retired { get; init; }

    /// <summary>How often all partitions were waited for.</summary>
    public int Round { get; init; }

    /// <summary>What is to be read of each partition until this round is over; empty before it.</summary>
    public required ImmutableArray<long> Fences { get; init; }

    /// <summary>Whether what is to be read was, and the round waits for what was forwarded from there.</summary>
    public bool AwaitsForwards { get; init; }

    /// <summary>The date through which everything is forgotten, once it is known.</summary>
    public Instant ErasedAt { get; init; }

    public required ImmutableArray<ErasedPlace> Places { get; init; }

    public Instant? CompletedAt { get; init; }
}

/// <summary>What the person's records are found by.</summary>
/// <param name="Customers">Ids within the store, such as <c>u:2261</c>; the first is the one that was asked for.</param>
/// <param name="Marks">Texts by which a record that names no customer is known to be about this one.</param>
/// <param name="At">What the erasure's record is dated.</param>
public sealed record ErasureSubject(ImmutableArray<string> Customers, ImmutableArray<string> Marks, Instant At);

/// <param name="Place">Such as <c>archive</c>.</param>
/// <param name="Rows">How many were removed.</param>
public sealed record ErasedPlace(string Place, long Rows, Instant At);

/// <summary>How far an erasure has come; the numbers are stored, and each is made durable before the next begins.</summary>
public enum ErasureState : short
{
    Asked,

    /// <summary>Its record stands in the log.</summary>
    Logged,

    /// <summary>Nothing new is sealed with the customer's keys.</summary>
    Retired,

    /// <summary>The tombstones are durable, those of parts included, and nothing before them is read any more.</summary>
    Buried,

    /// <summary>What the database had is gone.</summary>
    Removed,

    /// <summary>The keys are destroyed: nothing that was sealed with them was still to be read.</summary>
    Completed,
}
