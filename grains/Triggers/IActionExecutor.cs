using Crm.Core.Automations;

namespace Crm.Grains.Triggers;

/// <summary>Port: does what an action says, once; a repeat is harmless to a receiver that looks at the key.</summary>
public interface IActionExecutor
{
    /// <summary>Never throws for what the outside does.</summary>
    Task<ActionOutcome> Execute(ClaimedAction action, ActionStep step, CancellationToken cancellationToken);
}
