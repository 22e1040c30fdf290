using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Rules.Text;
using Crm.Core.Values;

namespace Crm.Core.Rules.Completion;

/// <summary>What can stand at a place of a rule's text as far as the language goes.</summary>
public sealed record RuleCompletion
{
    /// <summary>The first character that what is chosen replaces.</summary>
    public required int Start { get; init; }

    /// <summary>Behind the last one.</summary>
    public required int End { get; init; }

    /// <summary>What of it stands before the position, without quotes.</summary>
    public required string Typed { get; init; }

    /// <summary>Keywords and operators.</summary>
    public required ImmutableArray<string> Words { get; init; }

    public required CompletionSlot Slot { get; init; }

    /// <summary>Of <see cref="CompletionSlot.Property"/>, whose properties; none where the event comes after.</summary>
    public required ImmutableArray<string> Events { get; init; }

    /// <summary>Track, page or screen.</summary>
    public required EventType Type { get; init; }

    /// <summary>Before each property's path; empty but within an array's element.</summary>
    public required string Path { get; init; }

    /// <summary>Of <see cref="CompletionSlot.Value"/>, of which field or property.</summary>
    public required string Compared { get; init; }

    /// <summary>What is expected here, for people; null where nothing more is needed.</summary>
    public required string? Expected { get; init; }

    /// <param name="text">As far as it is written; what follows the position counts only as far as the word reaches that the position is in.</param>
    /// <param name="position">Where the caret stands: a UTF-16 index, within the text.</param>
    public static RuleCompletion At(string text, int position)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)position, (uint)text.Length, nameof(position));
        var start = StartOf(text, position);
        var place = new Place();
        var cursor = new Cursor(text[..start], Lexer.Scan(text[..start]), place);
        new RuleParser(cursor).Parse();
        cursor.ExpectEnd();
        return new()
        {
            Start = start,
            End = EndOf(text, start, position),
            Typed = text[start..position].Replace("\"", "", StringComparison.Ordinal),
            Words = start < position && text[start] == '"' ? [] : [.. place.Words.Where(words => Suits(words, place.Subject))],
            Slot = place.Slot,
            Events = place.Events,
            Type = place.Type,
            Path = place.Path,
            Compared = place.Subject?.Name ?? "",
            Expected = cursor.Error is { Length: 0 } error && error.Position == start ? error.Expected : null,
        };
    }

    /// <summary>False for an operator, or the rest of one, that cannot compare what is compared, or only without sense: texts have no order that people ask for.</summary>
    private static bool Suits(string words, Subject? subject)
    {
        var forms = Operators.All.Where(form => form.Text == words || form.Text.EndsWith($" {words}", StringComparison.Ordinal)).ToList();
        return subject is not { } compared || forms.Count == 0
            || forms.Exists(form => compared.Problem(form, words) is null && (compared.Kind != ValueKind.Text || !IsOrder(form.Operator)));
    }

    private static bool IsOrder(ComparisonOperator op) => op is ComparisonOperator.Less or ComparisonOperator.LessOrEqual
        or ComparisonOperator.Greater or ComparisonOperator.GreaterOrEqual or ComparisonOperator.Between;

    /// <summary>Where the word or text begins that the position is in or at the end of; else the position itself.</summary>
    private static int StartOf(string text, int position)
    {
        var last = Lexer.Scan(text[..position]).FindLast(static token => token.Kind != TokenKind.End);
        var isOpen = last.Kind == TokenKind.Bad && last.Length > 0 && text[last.Position] == '"' || last is { Kind: TokenKind.Symbol, Text: "!" };
        var start = last.End == position && last.Length > 0 && (last.Kind == TokenKind.Word || isOpen) ? last.Position : position;
        return start > 0 && text[start - 1] == '.' ? StartOf(text, start - 1) : start; // the next part of a dotted name
    }

    private static int EndOf(string text, int start, int position)
    {
        if (start == position)
        {
            return position;
        }

        var token = Lexer.Scan(text[start..])[0];
        return token.Kind is TokenKind.Word or TokenKind.String ? Math.Max(position, start + token.End) : position;
    }
}
