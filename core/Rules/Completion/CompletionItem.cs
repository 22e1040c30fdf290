namespace Crm.Core.Rules.Completion;

/// <summary>Something that can be put in at a place.</summary>
/// <param name="Insert">The text that takes the place of the range.</param>
/// <param name="Label">What people see.</param>
/// <param name="Kind">keyword, operator, field, trait, event, property, value, segment, list, automation.</param>
/// <param name="Type">Of a field, trait or property: text, number, boolean or date; of an event track, page or screen; else null.</param>
/// <param name="Count">How many events had it; null where that is not known.</param>
public sealed record CompletionItem(string Insert, string Label, string Kind, string? Type = null, long? Count = null);
