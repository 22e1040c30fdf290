namespace Crm.Grains.Triggers;

/// <summary>What came of one attempt.</summary>
/// <param name="Failure">Null where it was done.</param>
/// <param name="Reason">For people; null where it was done.</param>
/// <param name="RetryAfter">When the receiver asked for it.</param>
public sealed record ActionOutcome(ActionFailure? Failure, string? Reason, TimeSpan? RetryAfter)
{
    public static readonly ActionOutcome Done = new(null, null, null);
}

public enum ActionFailure : byte { Unreachable, Busy, Refused, Forbidden }
