using System.Collections.Immutable;
using Crm.Core.Rules;
using Crm.Core.Time;

namespace Crm.Core.Automations;

/// <summary>An automation as of one version: whoever meets the trigger runs through the steps.</summary>
/// <param name="Id">Slug chosen by the store: a-z, 0-9, '-' and '_', 1 to 64 long.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Version">The store's definition version that brought its present content; a new name or state keeps it.</param>
/// <param name="State">Whether it runs.</param>
/// <param name="Trigger">What starts a run.</param>
/// <param name="Steps">In order; 1 to <see cref="AutomationLimits.Steps"/>, ids distinct.</param>
public sealed record AutomationDefinition(
    string Id, string Name, int Version, AutomationState State, AutomationTrigger Trigger, ImmutableArray<AutomationStep> Steps)
{
    /// <summary>Must hold when the trigger comes, after what the trigger's event changed; null for everyone.</summary>
    public Rule? Condition { get; init; }

    /// <summary>Ends a run as soon as it holds; while it holds none starts. Null for never.</summary>
    public Rule? Exit { get; init; }

    /// <summary>A customer can start again this long after the last start, once that run has ended; null for once in a lifetime.</summary>
    public CalendarDuration? Again { get; init; }
}

public enum AutomationState : byte
{
    /// <summary>Not started yet.</summary>
    Draft,

    Active,

    /// <summary>No run starts, goes on or ends, and no action is executed, until it is active again: then all goes on where it stands.</summary>
    Paused,
}

/// <summary>What starts a run.</summary>
public abstract record AutomationTrigger;

/// <summary>A track event that matches, when it counts.</summary>
public sealed record EventTrigger(EventPattern Event) : AutomationTrigger;

/// <summary>The customer enters or leaves a segment, by an event or by time; not because a definition changed.</summary>
public sealed record SegmentTrigger(string Segment, bool Entered) : AutomationTrigger;

/// <param name="Id">By which a run finds its place again when the automation is changed: a-z, 0-9, '-' and '_', 1 to 64 long.</param>
public abstract record AutomationStep(string Id);

/// <summary>Goes on this long after the step was reached.</summary>
public sealed record WaitStep(string Id, CalendarDuration For) : AutomationStep(Id);

/// <summary>Goes on as soon as the rule holds, at the latest this long after the step was reached.</summary>
public sealed record WaitUntilStep(string Id, Rule Until, CalendarDuration OrAfter) : AutomationStep(Id);

/// <summary>Something to be done outside the customer's state: committed with the record or wake-up that led to it, executed afterwards.</summary>
public abstract record ActionStep(string Id) : AutomationStep(Id);

/// <summary>Posts the customer to an address, signed.</summary>
public sealed record WebhookStep(string Id, Uri Url) : ActionStep(Id);

/// <summary>Adds and removes tags, by a record on the log.</summary>
public sealed record TagStep(string Id, ImmutableArray<string> Add, ImmutableArray<string> Remove) : ActionStep(Id);

/// <summary>Writes a line into the process's log.</summary>
public sealed record LogStep(string Id, string Text) : ActionStep(Id);
