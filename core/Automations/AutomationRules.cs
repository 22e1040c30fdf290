using System.Text;
using System.Text.Json;
using Crm.Core.Rules;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Core.Automations;

/// <summary>Reads the rules within an automation, in any of their forms.</summary>
internal sealed class AutomationRules(AutomationErrors errors)
{
    public Rule? Optional(JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? Read(member, name) : null;

    public Rule Read(JsonElement rule, string field) => Take(rule switch
    {
        { ValueKind: JsonValueKind.String } => RuleText.Parse(rule.GetString()!),
        { ValueKind: JsonValueKind.Object } when rule.TryGetProperty("version", out _) => RuleDocument.Parse(Encoding.UTF8.GetBytes(rule.GetRawText())),
        _ => RuleJson.Parse(rule),
    }, field);

    /// <summary>E and P of an event trigger; P may be text.</summary>
    public EventPattern Pattern(JsonElement trigger, string field)
    {
        var e = trigger.GetProperty("event").GetRawText();
        var hasWhere = trigger.TryGetProperty("where", out var where) && where.ValueKind != JsonValueKind.Null;
        var isText = hasWhere && where.ValueKind == JsonValueKind.String;
        var pattern = ReadPattern(hasWhere && !isText ? $$"""{"did":{{e}},"where":{{where.GetRawText()}}}""" : $$"""{"did":{{e}}}""", field);
        return isText && pattern is not null ? WithWhere(pattern, where.GetString()!, $"{field}.where") : pattern ?? new([""], null);
    }

    private EventPattern? ReadPattern(string did, string field)
    {
        var parsed = RuleJson.Parse(Encoding.UTF8.GetBytes(did));
        if (parsed.Rule is DidRule rule)
        {
            return rule.Event;
        }

        foreach (var error in parsed.Errors)
        {
            // Its position is within what was put together here; its path says more.
            var path = (error.Path ?? "").Replace("/did", "/event", StringComparison.Ordinal).Replace('/', '.');
            errors.Add($"{field}{path}", error.Message, error with { Path = null, Position = 0, Length = 0 });
        }

        return null;
    }

    // The language has conditions only within a rule: one is put around it, and positions count from the condition's start.
    private EventPattern WithWhere(EventPattern pattern, string where, string field)
    {
        var before = $"{RuleText.Print(new DidRule(pattern, Times.AtLeastOnce, null))} where (";
        var parsed = RuleText.Parse($"{before}{where})");
        if (parsed.Rule is DidRule { Event: var read })
        {
            return read;
        }

        foreach (var error in parsed.Errors.DefaultIfEmpty(new("Not one condition", before.Length, where.Length)))
        {
            errors.Add(field, error.Message, error with { Position = Math.Clamp(error.Position - before.Length, 0, where.Length) });
        }

        return pattern;
    }

    private Rule Take(RuleParse parsed, string field)
    {
        foreach (var error in parsed.Errors)
        {
            errors.Add(field + (error.Path ?? "").Replace('/', '.'), error.Message, error);
        }

        return parsed.Rule ?? new EveryoneRule();
    }
}
