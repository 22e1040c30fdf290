using System.Diagnostics;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Customers.Json;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Ingest.Customers;

namespace Crm.Ingest.Pumps;

/// <summary>Turns what automations brought about into rows of the open commit: runs, and the actions to be executed.</summary>
internal static class JourneyWriter
{
    public static void Write(PartitionCommit open, in BatchEffect placed, Instant recordedAt, string? traceParent)
    {
        var effect = placed.Effect;
        if (effect.Kind == EffectKind.ActionDue)
        {
            open.Actions.Add(Action(placed.Slot, effect, placed.Offset, recordedAt, traceParent));
            return;
        }

        var key = (placed.Slot.Store.Name, effect.Automation ?? throw new UnreachableException(), placed.Slot.Key.Id, effect.Number);
        var known = open.Runs.GetValueOrDefault(key);
        open.Runs[key] = effect.Kind == EffectKind.RunStarted
            ? new(effect.Version, effect.At, null, RunEnd.None)
            : new(effect.Version, known.StartedAt, effect.At, effect.End);
    }

    private static ActionRow Action(CustomerSlot slot, Effect effect, long offset, Instant recordedAt, string? traceParent)
    {
        var (automation, step) = (effect.Automation ?? throw new UnreachableException(), effect.Step ?? throw new UnreachableException());
        return new(
            ActionKey.Of(slot.Key, automation, effect.Version, effect.Number, step), slot.Store.Name, automation, slot.Key.Id, effect.Version, effect.Number, step,
            effect.At, recordedAt, offset, effect.Customer is { } customer ? CustomerDocument.Write(customer) : default, traceParent);
    }
}
