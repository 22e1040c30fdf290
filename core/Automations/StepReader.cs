using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Crm.Core.Definitions;

namespace Crm.Core.Automations;

/// <summary>Reads the steps of an automation. One without an id is called by its place, from 1.</summary>
internal sealed class StepReader(AutomationErrors errors, AutomationRules rules)
{
    private static readonly ImmutableArray<string> Kinds = ["wait", "waitUntil", "webhook", "tag", "log"];

    private readonly HashSet<string> _ids = [];

    public ImmutableArray<AutomationStep> Read(JsonElement json)
    {
        if (!json.TryGetProperty("steps", out var steps) || steps.ValueKind != JsonValueKind.Array
            || steps.GetArrayLength() is 0 or > AutomationLimits.Steps)
        {
            errors.Add("steps", $"Must be an array of 1 to {AutomationLimits.Steps} steps.");
            return [];
        }

        return [.. steps.EnumerateArray().Select((step, index) => Read(step, index))];
    }

    private AutomationStep Read(JsonElement step, int index)
    {
        var field = string.Create(CultureInfo.InvariantCulture, $"steps[{index}]");
        var kinds = step.ValueKind == JsonValueKind.Object ? Kinds.Where(kind => step.TryGetProperty(kind, out _)).ToArray() : [];
        if (kinds is not [var kind])
        {
            errors.Add(field, $"Must be an object with one of {string.Join(", ", Kinds)}.");
            return new LogStep("", "");
        }

        errors.ExpectMembers(step, field, kind == "waitUntil" ? ["id", kind, "orAfter"] : ["id", kind]);
        var id = Id(step, index, field);
        return kind switch
        {
            "wait" => new WaitStep(id, errors.Duration(step, kind, $"{field}.wait")),
            "waitUntil" => new WaitUntilStep(id, rules.Read(step.GetProperty(kind), $"{field}.waitUntil"), errors.Duration(step, "orAfter", $"{field}.orAfter")),
            "webhook" => new WebhookStep(id, Url(step.GetProperty(kind), $"{field}.webhook")),
            "tag" => Tag(id, step.GetProperty(kind), $"{field}.tag"),
            _ => new LogStep(id, errors.Text(step, kind, $"{field}.log", AutomationLimits.LogText)),
        };
    }

    private string Id(JsonElement step, int index, string field)
    {
        var id = step.TryGetProperty("id", out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : (index + 1).ToString(CultureInfo.InvariantCulture);
        if (!Slug.IsValid(id))
        {
            errors.Add($"{field}.id", $"Must be 1 to {AutomationLimits.Id} of a-z, 0-9, - and _.");
        }
        else if (!_ids.Add(id))
        {
            errors.Add($"{field}.id", $"Another step is called '{id}' too.");
        }

        return id;
    }

    private Uri Url(JsonElement webhook, string field)
    {
        if (webhook.ValueKind == JsonValueKind.Object)
        {
            errors.ExpectMembers(webhook, field, ["url"]);
            if (webhook.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String && url.GetString() is { Length: <= AutomationLimits.Url } text
                && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "https" or "http" && address.UserInfo.Length == 0)
            {
                return address;
            }
        }

        errors.Add($"{field}.url", $"Must be an http or https address of up to {AutomationLimits.Url} characters, without user and password.");
        return new("https://invalid.invalid");
    }

    private TagStep Tag(string id, JsonElement tag, string field)
    {
        if (tag.ValueKind != JsonValueKind.Object)
        {
            errors.Add(field, "Must be {\"add\":[…],\"remove\":[…]}.");
            return new(id, [], []);
        }

        errors.ExpectMembers(tag, field, ["add", "remove"]);
        var step = new TagStep(id, Tags(tag, "add", field), Tags(tag, "remove", field));
        if (step.Add.Length + step.Remove.Length == 0)
        {
            errors.Add(field, "Must add or remove a tag.");
        }

        return step;
    }

    private ImmutableArray<string> Tags(JsonElement tag, string name, string field)
    {
        if (!tag.TryGetProperty(name, out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        ImmutableArray<string> tags = member.ValueKind == JsonValueKind.Array && member.GetArrayLength() <= AutomationLimits.Tags
            && member.EnumerateArray().All(static element => element.ValueKind == JsonValueKind.String)
                ? [.. member.EnumerateArray().Select(static element => element.GetString()!.Trim())]
                : [""];
        if (tags.Any(static text => text.Length is 0 or > Customers.CustomerLimits.TagLength))
        {
            errors.Add($"{field}.{name}", $"Must be up to {AutomationLimits.Tags} tags of 1 to {Customers.CustomerLimits.TagLength} characters.");
        }

        return tags;
    }
}
