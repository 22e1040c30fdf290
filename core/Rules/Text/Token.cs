namespace Crm.Core.Rules.Text;

internal enum TokenKind : byte { End, Word, String, Number, Date, Pattern, Symbol, Bad }

/// <param name="Kind">What it is.</param>
/// <param name="Position">In the text.</param>
/// <param name="Length">In the text.</param>
/// <param name="Text">Without quotes and escapes; of a bad token what is wrong with it.</param>
internal readonly record struct Token(TokenKind Kind, int Position, int Length, string Text)
{
    /// <summary>Of a dotted name with a quoted part, which no keyword can be.</summary>
    public bool IsQuoted { get; init; }

    public string? Suggestion { get; init; }

    public int End => Position + Length;

    public bool Is(string word) =>
        Kind is TokenKind.Word or TokenKind.Symbol && !IsQuoted && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    public static Token Bad(int position, int length, string problem) => new(TokenKind.Bad, position, length, problem);
}
