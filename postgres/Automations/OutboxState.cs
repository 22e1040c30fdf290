namespace Crm.Postgres.Automations;

/// <summary>How an action of the outbox stands; the numbers are stored.</summary>
public enum OutboxState : short
{
    /// <summary>Waits for its first or a further attempt, or is being executed.</summary>
    Pending = 0,

    Done = 1,

    GivenUp = 2,
}
