using Crm.Core.Rules.Completion;

namespace Crm.Core.Rules.Text;

/// <summary>
/// The place in the tokens. The first failure counts and moves the cursor to the end, so that every loop of the parsers
/// finishes there; what they return after a failure is never used.
/// </summary>
/// <param name="text">Of the rule.</param>
/// <param name="tokens">Of the text.</param>
/// <param name="place">Notes what is looked for at the end of the text, until the first failure; null where nobody asks.</param>
internal sealed class Cursor(string text, List<Token> tokens, Place? place = null)
{
    private int _next;
    private int _depth;

    public RuleError? Error { get; private set; }

    public Token Current => tokens[_next];

    public Token Next => tokens[Math.Min(_next + 1, tokens.Count - 1)];

    public Token Take() => Current.Kind == TokenKind.End ? Current : tokens[_next++];

    /// <summary>True if the next tokens are these words or symbols.</summary>
    public bool At(string phrase) => Matching(phrase.Split(' ')) == phrase.Count(' ') + 1;

    public bool TryTake(string phrase)
    {
        var found = At(phrase);
        _next += found ? phrase.Count(' ') + 1 : 0;
        return found;
    }

    public void Expect(string phrase)
    {
        if (!TryTake(phrase))
        {
            var words = phrase.Split(' ');
            _next += Matching(words);
            Unexpected($"'{phrase}'", words);
        }
    }

    /// <summary>A text in quotes, of at least one character.</summary>
    public string ParseText(string expected)
    {
        if (Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            Unexpected(expected, []);
        }

        return Take().Text;
    }

    /// <summary>A property's dotted name.</summary>
    public string ParsePath(string orElse = "")
    {
        AtEnd?.Slot = CompletionSlot.Property;
        var token = Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.String) || token.Is("and") || token.Is("or") || token.Is("not"))
        {
            Unexpected($"a property such as category or products.price{orElse}", []);
        }
        else if (!Names.IsPath(token.Text))
        {
            Fail(token, "A property with an empty name");
        }

        return Take().Text;
    }

    public void ExpectEnd()
    {
        if (Current.Kind != TokenKind.End)
        {
            Unexpected("'and', 'or' or the end of the rule", Vocabulary.Continuations);
        }
    }

    /// <summary>How many of the words stand here, from the first on.</summary>
    public int Matching(ReadOnlySpan<string> words)
    {
        var count = 0;
        while (count < words.Length && tokens[_next + count].Is(words[count]))
        {
            count++;
        }

        if (count < words.Length && tokens[_next + count].Kind == TokenKind.End)
        {
            Place?.Add(string.Join(' ', words[count..]!));
        }

        return count;
    }

    /// <summary>To whom it matters what is read; null where nobody asks, and after a failure.</summary>
    public Place? Place { get; private set; } = place;

    /// <summary>The same, where the text ends here.</summary>
    public Place? AtEnd => Current.Kind == TokenKind.End ? Place : null;

    public void Enter()
    {
        if (++_depth > RuleLimits.MaxDepth)
        {
            Fail(Current, RuleLimits.TooDeep);
        }
    }

    public void Leave() => _depth--;

    /// <summary>Fails at the current token, with the nearest word that could stand here.</summary>
    public void Unexpected(string expected, IEnumerable<string> words)
    {
        Place = null;
        var message = Current.Kind == TokenKind.End ? "The rule ends too early" : $"Unexpected {Show(Current)}";
        Fail(Current, message, expected, Current.Kind == TokenKind.Word ? Suggest.Nearest(Current.Text, words) : null);
    }

    public void Fail(Token at, string message, string? expected = null, string? suggestion = null)
    {
        Place = null;
        Error ??= at.Kind == TokenKind.Bad
            ? new(at.Text, at.Position, at.Length, expected, at.Suggestion)
            : new(message, at.Position, at.Length, expected, suggestion);
        _next = tokens.Count - 1;
    }

    public string Show(Token token) => token.Length <= 40 ? $"'{text.AsSpan(token.Position, token.Length)}'" : $"'{text.AsSpan(token.Position, 40)}…'";
}
