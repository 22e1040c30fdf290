using System.Collections.Immutable;
using Crm.Core.Automations;
using Crm.Core.Time;

namespace Crm.Postgres.Automations;

/// <summary>A place in the list of runs.</summary>
public sealed record RunPlace(Instant StartedAt, string Customer, long Run);

/// <param name="Ended">Why; none while it is under way.</param>
public sealed record RunRecord(string Customer, long Run, int Version, Instant StartedAt, Instant? EndedAt, RunEnd Ended);

/// <param name="Id">Of the row: its place in the list.</param>
/// <param name="Key">The action's own name, as receivers see it.</param>
public sealed record ActionRecord(long Id, string Key, string Customer, long Run, string Step, OutboxState State, int Attempts)
{
    /// <summary>While it is pending.</summary>
    public Instant? NextAttemptAt { get; init; }

    /// <summary>Of the last attempt.</summary>
    public string? Error { get; init; }

    /// <summary>When it came to be due.</summary>
    public required Instant At { get; init; }

    /// <summary>When it was done or given up.</summary>
    public Instant? FinishedAt { get; init; }
}

/// <summary>What there is of an automation's runs and actions; what was forgotten for its age is not in it.</summary>
public sealed record AutomationCounts(ImmutableDictionary<RunEnd, long> Runs, ImmutableDictionary<OutboxState, long> Actions);
