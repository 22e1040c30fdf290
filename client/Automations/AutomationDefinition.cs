using System.Text.Json.Nodes;

namespace Crm.Client.Automations;

/// <summary>What an automation does: whoever meets the trigger runs through the steps. Rules are text of the rule language, or its JSON form.</summary>
public record AutomationDefinition
{
    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>What starts a run.</summary>
    public required AutomationTrigger Trigger { get; init; }

    /// <summary>Rule that must hold for a run to start; default null: none.</summary>
    public JsonNode? Condition { get; init; }

    /// <summary>Rule that ends a run as soon as it holds; default null: none.</summary>
    public JsonNode? Exit { get; init; }

    /// <summary>
    /// How long after its last start a customer may start again, as an ISO 8601 duration such as <c>PT1H</c> or <c>P1M</c>;
    /// default null: once in a lifetime.
    /// </summary>
    public string? Again { get; init; }

    /// <summary>In order; at least one.</summary>
    public required IReadOnlyList<AutomationStep> Steps { get; init; }
}

/// <summary>An automation and how it stands.</summary>
public sealed record Automation : AutomationDefinition
{
    /// <summary>Slug: a-z, 0-9, <c>-</c> and <c>_</c>, 1 to 64 characters.</summary>
    public required string Id { get; init; }

    /// <summary>Whether it runs.</summary>
    public required AutomationState State { get; init; }

    /// <summary>Rises when what it does changes.</summary>
    public required int Version { get; init; }
}
