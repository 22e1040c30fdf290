namespace Crm.Grains.Triggers;

/// <summary>What became of one attempt at an action.</summary>
public sealed record ActionOutcome
{
    private ActionOutcome()
    {
    }

    /// <summary>Null where the action was done.</summary>
    public ActionFailure? Failure { get; private init; }

    /// <summary>The status that the receiver answered with; null where there was no answer, or nobody to answer.</summary>
    public int? Status { get; private init; }

    /// <summary>One sentence for people; null where the action was done. It holds nothing of what was sent or answered, and no secret.</summary>
    public string? Reason { get; private init; }

    /// <summary>How long the receiver asked to be left alone; null where it did not, or asked for nothing that can be met.</summary>
    public TimeSpan? RetryAfter { get; private init; }

    /// <param name="status">Of the answer; null for an action that nobody answers.</param>
    public static ActionOutcome Done(int? status = null) => new() { Status = status };

    public static ActionOutcome Failed(ActionFailure failure, string reason, int? status = null, TimeSpan? retryAfter = null) =>
        new() { Failure = failure, Reason = reason, Status = status, RetryAfter = retryAfter };
}

/// <summary>Why an attempt failed, as far as it matters to whether another one may succeed.</summary>
public enum ActionFailure : byte
{
    /// <summary>No answer: name, connection, TLS, or time-out. It may pass.</summary>
    Unreachable,

    /// <summary>The receiver says that it cannot just now (408, 425, 429, 5xx). It may pass.</summary>
    Busy,

    /// <summary>The receiver does not take it. It passes only where somebody mends the receiver.</summary>
    Refused,

    /// <summary>The address must not be called, or its owner wants no more (410). It does not pass.</summary>
    Forbidden,
}
