using Crm.Core.Time;

namespace Crm.Grains.Triggers;

/// <summary>Port: the committed actions.</summary>
public interface IOutbox
{
    /// <summary>Takes actions that are due, at most one a customer and only its oldest, so that a customer's are executed one after the other.</summary>
    /// <param name="shard">Takes the partitions whose remainder by <paramref name="shards"/> it is.</param>
    /// <param name="leaseEnd">When another may take them, should nothing be heard of these.</param>
    Task<IReadOnlyList<ClaimedAction>> Claim(
        string store, string automation, int shard, int shards, Instant now, Instant leaseEnd, int limit, CancellationToken cancellationToken);

    /// <summary>Records what became of them; an attempt that was overtaken by another changes nothing.</summary>
    Task Record(IReadOnlyList<ActionResult> results, Instant now, CancellationToken cancellationToken);

    /// <summary>Gives up everything that waits for an automation that is no more.</summary>
    Task GiveUpAll(string store, string automation, string reason, Instant now, CancellationToken cancellationToken);
}

/// <summary>What becomes of one attempt: done where there is no error, else to be tried again at an instant, or given up where there is none.</summary>
public readonly record struct ActionResult(long Id, int Attempt, string? Error, Instant? Again);
