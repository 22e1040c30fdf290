namespace Crm.Client.Automations;

/// <summary>One customer's way through an automation.</summary>
public sealed record AutomationRun
{
    /// <summary>Such as <c>u:1609</c>.</summary>
    public required string Customer { get; init; }

    /// <summary>The customer's how-manieth of this automation, from 1.</summary>
    public required long Run { get; init; }

    /// <summary>Of the automation.</summary>
    public int Version { get; init; }

    /// <summary>How it stands.</summary>
    public required AutomationRunState State { get; init; }

    /// <summary>When it started.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null while it is under way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it ended, where its state does not say it all; else null.</summary>
    public string? Reason { get; init; }
}

/// <summary>Something that a run wants done: a call, a tag, a line in the log.</summary>
public sealed record AutomationAction
{
    /// <summary>The same for each attempt; what receives the call knows a repeated one by it.</summary>
    public required string Id { get; init; }

    /// <summary>Such as <c>u:1609</c>.</summary>
    public required string Customer { get; init; }

    /// <summary>The customer's how-manieth run of this automation, from 1.</summary>
    public long Run { get; init; }

    /// <summary>Id of the step.</summary>
    public string? Step { get; init; }

    /// <summary>How it stands.</summary>
    public required AutomationActionState State { get; init; }

    /// <summary>How often it was tried.</summary>
    public int Attempts { get; init; }

    /// <summary>When it is tried next; null where it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>What the last attempt failed of; null where none failed.</summary>
    public string? LastError { get; init; }

    /// <summary>When the run came to the step.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>When it was done or given up; else null.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
