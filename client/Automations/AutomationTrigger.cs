using System.Text.Json.Nodes;

namespace Crm.Client.Automations;

/// <summary>What starts a run of an automation: one of the three.</summary>
public sealed record AutomationTrigger
{
    /// <summary>An event: its name, or the rule's JSON form that says the same; null for another trigger.</summary>
    public JsonNode? Event { get; init; }

    /// <summary>What the event's properties must meet, such as <c>category = "Shoes"</c>; null for nothing.</summary>
    public JsonNode? Where { get; init; }

    /// <summary>Id of the segment that a customer enters; null for another trigger.</summary>
    public string? Entered { get; init; }

    /// <summary>Id of the segment that a customer leaves; null for another trigger.</summary>
    public string? Left { get; init; }

    /// <summary>A customer does something.</summary>
    /// <param name="name">Of the event, such as <c>Product Added</c>.</param>
    /// <param name="where">What its properties must meet; default null: nothing.</param>
    public static AutomationTrigger OnEvent(string name, JsonNode? where = null) => new() { Event = name, Where = where };

    /// <summary>A customer enters a segment.</summary>
    /// <param name="segment">Its id.</param>
    public static AutomationTrigger OnEntered(string segment) => new() { Entered = segment };

    /// <summary>A customer leaves a segment.</summary>
    /// <param name="segment">Its id.</param>
    public static AutomationTrigger OnLeft(string segment) => new() { Left = segment };
}
