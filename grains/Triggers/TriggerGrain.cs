using System.Globalization;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Time;
using Crm.GrainInterfaces.Triggers;
using Crm.Grains.Stores;
using Orleans;

namespace Crm.Grains.Triggers;

/// <summary>Executes one automation's actions; what it forgets by a crash, the lease brings back.</summary>
[GrainType("trigger")]
internal sealed class TriggerGrain(
    IOutbox outbox, IActionExecutor executor, IDefinitionStore store, IDefinitionCache definitions, TriggerMetrics metrics, TriggerOptions options, TimeProvider time)
    : Grain, ITriggerGrain
{
    private Instant Now => Instant.From(time.GetUtcNow());

    public async ValueTask<int> Run(int shards)
    {
        var (name, automation, shard) = Key();
        var definition = await store.LatestVersion(name, CancellationToken.None) is { } latest
            ? (await definitions.Get(name, latest)).Set.Automations.FirstOrDefault(known => known.Id == automation)
            : null;
        if (definition is null)
        {
            await outbox.GiveUpAll(name, automation, "The automation was deleted.", Now, CancellationToken.None);
            return 0;
        }

        if (definition.State != AutomationState.Active)
        {
            return 0;
        }

        var (limit, lease) = (options.Parallel, (long)options.Lease.TotalMilliseconds);
        var claimed = await outbox.Claim(name, automation, shard, shards, Now, Now.PlusMilliseconds(lease), limit, CancellationToken.None);
        if (claimed.Count > 0)
        {
            var results = await Task.WhenAll(claimed.Select(action => Execute(action, definition)));
            await outbox.Record(results, Now, CancellationToken.None);
        }

        return claimed.Count;
    }

    private async Task<ActionResult> Execute(ClaimedAction action, AutomationDefinition latest)
    {
        if (await StepOf(action, latest) is not { } step)
        {
            return new(action.Id, action.Attempt, "The step was taken out of the automation.", null);
        }

        var started = time.GetTimestamp();
        var outcome = await Try(action, step);
        metrics.Executed(step, outcome, time.GetElapsedTime(started));
        if (outcome.Failure is not { } failure)
        {
            return new(action.Id, action.Attempt, null, null);
        }

        var again = RetryPolicy.Next(failure, action.Attempt, outcome.RetryAfter, action.Key, Now);
        if (again is null)
        {
            metrics.GaveUp(step);
        }

        return new(action.Id, action.Attempt, outcome.Reason ?? failure.ToString(), again);
    }

    // Whatever one attempt meets, the others of this turn are recorded, and it is tried again.
    private async Task<ActionOutcome> Try(ClaimedAction action, ActionStep step)
    {
        try
        {
            return await executor.Execute(action, step, CancellationToken.None);
        }
#pragma warning disable CA1031 // See above.
        catch (Exception thrown)
#pragma warning restore CA1031
        {
            return ActionOutcome.Failed(ActionFailure.Unreachable, $"The attempt ended with {thrown.GetType().Name}.");
        }
    }

    // As the step is now, so that a corrected address mends what waits; where it is gone, as it was when the action came to be due.
    private async ValueTask<ActionStep?> StepOf(ClaimedAction action, AutomationDefinition latest)
    {
        if (latest.Steps.FirstOrDefault(step => step.Id == action.Step) is ActionStep current)
        {
            return current;
        }

        var then = (await definitions.Get(action.Store, action.Version)).Set.Automations.FirstOrDefault(known => known.Id == action.Automation);
        return then?.Steps.FirstOrDefault(step => step.Id == action.Step) as ActionStep;
    }

    private (string Store, string Automation, int Shard) Key()
    {
        var parts = this.GetPrimaryKeyString().Split('/');
        return (parts[0], parts[1], int.Parse(parts[2], CultureInfo.InvariantCulture));
    }
}
