using Crm.Core.Rules.Completion;

namespace Crm.Silo.Rules;

/// <param name="Rule">Text of the rule language as far as it is written.</param>
/// <param name="Position">Of the caret in it, in UTF-16 code units; its end where it is left out.</param>
internal sealed record CompleteBody(string? Rule, int? Position);

/// <summary>What can stand at a place.</summary>
/// <param name="Items">The store's own names first, the most frequent first; then words of the language.</param>
/// <param name="Replaces">What an item takes the place of.</param>
/// <param name="Expected">What is expected there, for people; null where nothing more is needed.</param>
internal sealed record CompleteAnswer(IReadOnlyList<CompletionItem> Items, RangeBody Replaces, string? Expected);

/// <param name="Start">The first character.</param>
/// <param name="Length">0 where the item is only put in.</param>
internal sealed record RangeBody(int Start, int Length);
