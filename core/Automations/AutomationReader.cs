using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Definitions;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>Reads an automation from JSON, with all that is wrong with it. A rule may be text of the language, its JSON form, or the stored document.</summary>
public static class AutomationReader
{
    private static readonly ImmutableHashSet<string> Members =
        ["id", "version", "state", "name", "trigger", "condition", "exit", "again", "steps"];

    /// <param name="json">An object; id, version and state in it are not looked at.</param>
    /// <param name="id">Of the automation.</param>
    public static AutomationRead Read(JsonElement json, string id)
    {
        var errors = new AutomationErrors();
        if (!Slug.IsValid(id))
        {
            errors.Add("id", $"Must be 1 to {AutomationLimits.Id} of a-z, 0-9, - and _.");
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            errors.Add("", "Must be an object.");
            return new(null, errors.All);
        }

        errors.ExpectMembers(json, "", Members);
        var rules = new AutomationRules(errors);
        var automation = new AutomationDefinition(
            id,
            errors.Text(json, "name", "name", AutomationLimits.Name),
            0,
            AutomationState.Draft,
            new TriggerReader(errors, rules).Read(json),
            new StepReader(errors, rules).Read(json))
        {
            Condition = rules.Optional(json, "condition"),
            Exit = rules.Optional(json, "exit"),
            Again = Again(json, errors),
        };
        return errors.All.IsEmpty ? new(automation, []) : new(null, errors.All);
    }

    private static CalendarDuration? Again(JsonElement json, AutomationErrors errors)
    {
        if (!json.TryGetProperty("again", out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var again = errors.Duration(json, "again", "again");
        if (again is { Months: 0, Milliseconds: > 0 and < AutomationLimits.AgainMilliseconds })
        {
            errors.Add("again", "Must be one minute, PT1M, or longer.");
        }

        return again;
    }
}
