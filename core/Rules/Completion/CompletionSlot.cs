namespace Crm.Core.Rules.Completion;

/// <summary>What of the store's own can stand in a place, beside words of the language.</summary>
public enum CompletionSlot
{
    None,

    /// <summary>A customer's field or custom trait.</summary>
    Field,

    /// <summary>The name of a track event, in quotes.</summary>
    Event,

    Page,

    Screen,

    /// <summary>A property of the events named before.</summary>
    Property,

    /// <summary>A value of the field or property that is compared.</summary>
    Value,

    Tag,

    Segment,

    /// <summary>A static list.</summary>
    List,

    Automation,
}
