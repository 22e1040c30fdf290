using System.Collections.Immutable;
using System.Text.Json;

namespace Crm.Core.Automations;

/// <summary>Reads what starts an automation: <c>{"event":E,"where":P}</c>, <c>{"entered":segment}</c> or <c>{"left":segment}</c>.</summary>
internal sealed class TriggerReader(AutomationErrors errors, AutomationRules rules)
{
    private static readonly AutomationTrigger None = new SegmentTrigger("", true); // stands in after an error
    private static readonly ImmutableHashSet<string> EventMembers = ["event", "where"];
    private static readonly ImmutableHashSet<string> EnteredMembers = ["entered"];
    private static readonly ImmutableHashSet<string> LeftMembers = ["left"];

    public AutomationTrigger Read(JsonElement json)
    {
        if (!json.TryGetProperty("trigger", out var trigger) || trigger.ValueKind != JsonValueKind.Object)
        {
            errors.Add("trigger", "Must be {\"event\":…}, {\"entered\":segment} or {\"left\":segment}.");
            return None;
        }

        if (trigger.TryGetProperty("event", out _))
        {
            errors.ExpectMembers(trigger, "trigger", EventMembers);
            return new EventTrigger(rules.Pattern(trigger, "trigger"));
        }

        var entered = trigger.TryGetProperty("entered", out _);
        if (!entered && !trigger.TryGetProperty("left", out _))
        {
            errors.Add("trigger", "Must have one of event, entered and left.");
            return None;
        }

        errors.ExpectMembers(trigger, "trigger", entered ? EnteredMembers : LeftMembers);
        var name = entered ? "entered" : "left";
        return new SegmentTrigger(errors.Text(trigger, name, $"trigger.{name}", AutomationLimits.Id), entered);
    }
}
