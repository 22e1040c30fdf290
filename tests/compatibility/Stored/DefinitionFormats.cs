using System.Text;
using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Json;
using Crm.Core.Rules.Text;

namespace Crm.Compatibility.Tests.Stored;

/// <summary>What stores define, as it is stored.</summary>
internal static class DefinitionFormats
{
    public static readonly Format[] All =
    [
        new("Stored", "rule", static () => Everything.Rules.Select(static rule => RuleDocument.Write(Everything.Parse(rule))), static line => RuleText.Print(Rule(line)), static line => RuleDocument.Write(Rule(line))),
        new("Stored", "definitions", static () => [DefinitionJson.Write(Everything.Definitions()), DefinitionJson.Write(new(new("shop", StoreClock.Wall), 1, [], Core.Rfm.RfmSettings.Default))],
            static line => Shown(DefinitionJson.Read(line)), static line => DefinitionJson.Write(DefinitionJson.Read(line))),
        new("Stored", "automation", static () => Everything.Definitions().Automations.Select(AutomationJson.ToText), static line => Shown(Automation(line)), static line => AutomationJson.ToText(Automation(line))),
        new("Stored", "profile", static () => [ProfileSettingsJson.ToText(Everything.Definitions().Profile), ProfileSettingsJson.ToText(ProfileSettings.Default)],
            static line => Profile(line), static line => ProfileSettingsJson.ToText(Profile(line))),
        new("Stored", "definitions-rfm", static () => Everything.Rfm.Select(static rfm => DefinitionJson.Write(Everything.Definitions() with { Segments = [], Automations = [], Rfm = rfm })),
            static line => Shown(DefinitionJson.Read(line)), static line => DefinitionJson.Write(DefinitionJson.Read(line))),
        new("Stored", "rule-later", static () => Everything.Later.Select(static rule => RuleDocument.Write(Everything.Parse(rule))), static line => RuleText.Print(Rule(line)), static line => RuleDocument.Write(Rule(line))),
        new("Stored", "rule-top", static () => [RuleDocument.Write(Everything.Parse("top 10 % by revenue or top 0.5 % by averageOrder"))], static line => RuleText.Print(Rule(line)), static line => RuleDocument.Write(Rule(line))),
        new("Stored", "rfm-plan", static () => Everything.Rfm.Select(static rfm => RfmPlanJson.ToText(rfm.Plan)), static line => Shown(Plan(line)), static line => RfmPlanJson.ToText(Plan(line))),
        Format.Former("definitions-form-1", static line => Shown(DefinitionJson.Read(line))),
        Format.Former("definitions-form-2", static line => Shown(DefinitionJson.Read(line))),
    ];

    private static Core.Rules.Rule Rule(string line) => RuleDocument.Parse(Encoding.UTF8.GetBytes(line)).Rule!;

    private static AutomationDefinition Automation(string line)
    {
        using var json = JsonDocument.Parse(line);
        return AutomationReader.Read(json.RootElement, "all").Automation!;
    }

    private static ProfileSettings Profile(string line)
    {
        using var json = JsonDocument.Parse(line);
        return ProfileSettingsJson.Read(json.RootElement);
    }

    public static Dictionary<string, object?> Shown(DefinitionSet set) => new Dictionary<string, object?>
    {
        ["Store"] = set.Store,
        ["Version"] = set.Version,
        ["Segments"] = set.Segments.Select(static segment => new Dictionary<string, object> { ["Id"] = segment.Id, ["Name"] = segment.Name, ["Version"] = segment.Version, ["Rule"] = RuleText.Print(segment.Rule) }),
        ["Rfm"] = Shown(set.Rfm),
        ["Automations"] = set.Automations.Select(Shown),
        ["Profile"] = set.Profile,
    };

    // What came with the fourth form is shown only where it is.
    private static Dictionary<string, object?> Shown(RfmSettings rfm)
    {
        var shown = new Dictionary<string, object?>
        {
            ["Version"] = rfm.Version,
            ["RecencyDays"] = rfm.RecencyDays,
            ["FrequencyOrders"] = rfm.FrequencyOrders,
            ["MonetaryAmounts"] = rfm.MonetaryAmounts,
        };
        return rfm.AsOf is null ? shown : new(shown)
        {
            ["AsOf"] = rfm.AsOf,
            ["Customers"] = rfm.Customers,
            ["Tops"] = rfm.Tops.Select(static top => $"{top.Share.Percent} {top.Share.Field} {top.Value}"),
            ["Plan"] = Shown(rfm.Plan),
        };
    }

    private static Dictionary<string, object?> Shown(RfmPlan plan) => new()
    {
        ["Version"] = plan.Version,
        ["Scores"] = plan.Scores,
        ["Cuts"] = new object?[] { plan.RecencyDays, plan.FrequencyOrders, plan.MonetaryAmounts },
        ["Hysteresis"] = plan.Hysteresis,
        ["Every"] = plan.Every,
        ["Groups"] = plan.Groups.Rows.Select(static row => row.ToString()),
    };

    private static RfmPlan Plan(string line)
    {
        using var json = JsonDocument.Parse(line);
        return RfmPlanJson.Read(json.RootElement);
    }

    private static Dictionary<string, object?> Shown(AutomationDefinition automation) => new()
    {
        ["Id"] = automation.Id,
        ["Name"] = automation.Name,
        ["Version"] = automation.Version,
        ["State"] = automation.State,
        ["Trigger"] = automation.Trigger is EventTrigger { Event: { Type: EventType.Track } tracked } ? $"EventPattern {{ Names = {tracked.Names}, Where = {tracked.Where} }}" : automation.Trigger.ToString(),
        ["Condition"] = automation.Condition is { } condition ? RuleText.Print(condition) : null,
        ["Exit"] = automation.Exit is { } exit ? RuleText.Print(exit) : null,
        ["Again"] = automation.Again?.ToIsoString(),
        ["Steps"] = automation.Steps.Select(static step => step switch
        {
            WaitStep wait => $"{wait.Id}: wait {wait.For.ToIsoString()}",
            WaitUntilStep wait => $"{wait.Id}: {RuleText.Print(wait.Until)} or after {wait.OrAfter.ToIsoString()}",
            WebhookStep webhook => $"{webhook.Id}: post to {webhook.Url}",
            TagStep tag => $"{tag.Id}: +{string.Join(",", tag.Add)} -{string.Join(",", tag.Remove)}",
            LogStep log => $"{log.Id}: {log.Text}",
            _ => throw new NotSupportedException($"{step} is new: say here what it says."),
        }),
    };
}
