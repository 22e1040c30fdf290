namespace Crm.Client.Rules;

/// <summary>What can stand at a place of a rule.</summary>
/// <param name="Items">The store's own names first, then words of the language.</param>
/// <param name="Replaces">What an item takes the place of.</param>
/// <param name="Expected">What is expected there, for people; null where nothing more is needed.</param>
public sealed record RuleCompletion(IReadOnlyList<CompletionItem> Items, TextRange Replaces, string? Expected = null);

/// <summary>Something that can be put in.</summary>
/// <param name="Insert">The text that takes the place.</param>
/// <param name="Label">What people see.</param>
/// <param name="Kind"><c>keyword</c>, <c>operator</c>, <c>field</c>, <c>trait</c>, <c>event</c>, <c>property</c>, <c>value</c> or <c>segment</c>.</param>
/// <param name="Type">Of a field, trait or property <c>text</c>, <c>number</c>, <c>boolean</c> or <c>date</c>; of an event <c>track</c>, <c>page</c> or <c>screen</c>; else null.</param>
/// <param name="Count">Events that had it; null where that is not known.</param>
public sealed record CompletionItem(string Insert, string Label, string Kind, string? Type = null, long? Count = null);

/// <summary>A range of a text, in UTF-16 code units.</summary>
public sealed record TextRange(int Start, int Length);
