using System.Collections.Immutable;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <param name="Definition">As the store gave it.</param>
/// <param name="Event">Of an event trigger.</param>
/// <param name="Condition">Null for everyone.</param>
/// <param name="Exit">Null for never.</param>
/// <param name="Steps">In order.</param>
/// <param name="Zone">In which months are counted.</param>
internal sealed record CompiledAutomation(
    AutomationDefinition Definition, CompiledPattern? Event, RuleNode? Condition, RuleNode? Exit, ImmutableArray<CompiledStep> Steps, TimeZoneInfo Zone)
{
    public bool IsActive => Definition.State == AutomationState.Active;

    /// <summary>When a customer whose last run started at an instant can start again.</summary>
    public Instant AgainAt(Instant started) => Definition.Again is { } again ? new ZonedDuration(again, Zone).After(started) : Instant.Never;

    /// <returns>-1 if there is no such step.</returns>
    public int IndexOf(string step)
    {
        for (var index = 0; index < Steps.Length; index++)
        {
            if (Steps[index].Step.Id == step)
            {
                return index;
            }
        }

        return -1;
    }
}

/// <param name="Step">As the store gave it.</param>
/// <param name="Until">Of a <see cref="WaitUntilStep"/>.</param>
/// <param name="Zone">In which months are counted.</param>
internal sealed record CompiledStep(AutomationStep Step, RuleNode? Until, TimeZoneInfo Zone)
{
    /// <summary>When a wait that began at an instant is over at the latest; that instant itself for an action.</summary>
    public Instant EndOf(Instant since) => Step switch
    {
        WaitStep wait => new ZonedDuration(wait.For, Zone).After(since),
        WaitUntilStep wait => new ZonedDuration(wait.OrAfter, Zone).After(since),
        _ => since,
    };
}
