using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Xml;

namespace Crm.Client.Automations;

/// <summary>A step of an automation: made by one of the methods; <c>with { Id = … }</c> names it.</summary>
public sealed record AutomationStep
{
    /// <summary>By which runs under way find their place again when the automation is changed. Default null: the CRM gives it one.</summary>
    public string? Id { get; init; }

    /// <summary>How long to wait, as an ISO 8601 duration such as <c>PT2H</c> or <c>P1M</c>; null for another step.</summary>
    [JsonPropertyName("wait")]
    public string? WaitTime { get; init; }

    /// <summary>Rule to wait for; null for another step.</summary>
    [JsonPropertyName("waitUntil")]
    public JsonNode? WaitRule { get; init; }

    /// <summary>How long to wait for the rule at most, as an ISO 8601 duration; null for another step.</summary>
    public string? OrAfter { get; init; }

    /// <summary>What is called; null for another step.</summary>
    [JsonPropertyName("webhook")]
    public WebhookStep? Webhook { get; init; }

    /// <summary>The tags to add and remove; null for another step.</summary>
    [JsonPropertyName("tag")]
    public TagStep? Tags { get; init; }

    /// <summary>Text for the CRM's log; null for another step.</summary>
    [JsonPropertyName("log")]
    public string? LogText { get; init; }

    /// <summary>Waits.</summary>
    /// <param name="time">How long; for calendar months set <see cref="WaitTime"/>.</param>
    public static AutomationStep Wait(TimeSpan time) => new() { WaitTime = XmlConvert.ToString(time) };

    /// <summary>Waits for a rule to hold.</summary>
    /// <param name="rule">Text of the rule language, or its JSON form.</param>
    /// <param name="orAfter">How long at most; for calendar months set <see cref="OrAfter"/>.</param>
    public static AutomationStep WaitUntil(JsonNode rule, TimeSpan orAfter) => new() { WaitRule = rule, OrAfter = XmlConvert.ToString(orAfter) };

    /// <summary>Sends the customer to a web address.</summary>
    /// <param name="url">Where to.</param>
    public static AutomationStep Call(Uri url) => new() { Webhook = new(url) };

    /// <summary>Adds tags to the customer and removes others.</summary>
    /// <param name="add">Default none.</param>
    /// <param name="remove">Default none.</param>
    public static AutomationStep Tag(IReadOnlyList<string>? add = null, IReadOnlyList<string>? remove = null) => new() { Tags = new(add ?? [], remove ?? []) };

    /// <summary>Writes a line to the CRM's log.</summary>
    /// <param name="text">What it says.</param>
    public static AutomationStep Log(string text) => new() { LogText = text };
}

/// <summary>A web address that is called.</summary>
/// <param name="Url">Which.</param>
public sealed record WebhookStep(Uri Url);

/// <summary>Tags to add and remove.</summary>
/// <param name="Add">To add.</param>
/// <param name="Remove">To remove.</param>
public sealed record TagStep(IReadOnlyList<string> Add, IReadOnlyList<string> Remove);
