using System.Globalization;

namespace Crm.Core.Rules.Text;

/// <summary>Cuts text into tokens, up to and with the first that is bad; the last one is always the end.</summary>
internal sealed class Lexer(string text)
{
    private readonly List<Token> _tokens = [];

    public static List<Token> Scan(string text) => new Lexer(text).Scan();

    private List<Token> Scan()
    {
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }

            var token = Next(at);
            _tokens.Add(token);
            at = token.Kind == TokenKind.Bad ? text.Length : token.End;
        }

        _tokens.Add(new(TokenKind.End, text.Length, 0, ""));
        return _tokens;
    }

    private Token Next(int at)
    {
        var first = text[at];
        return first switch
        {
            '(' or ')' or ',' or '%' => new(TokenKind.Symbol, at, 1, first.ToString()),
            '=' or '<' or '>' or '!' => Run(TokenKind.Symbol, at, static c => c is '=' or '<' or '>' or '!'),
            '/' => Pattern(at),
            '-' or (>= '0' and <= '9') => IsDate(at) ? Run(TokenKind.Date, at, static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '+' or ':' or '.') : Number(at),
            '"' => Names.Scan(text, at),
            _ when Names.IsStart(first) => Names.Scan(text, at),
            _ => Stray(at),
        };
    }

    /// <summary>Quotes that a word processor made are the likely case.</summary>
    private Token Stray(int at)
    {
        var length = char.IsSurrogatePair(text, at) ? 2 : 1;
        return Token.Bad(at, length, "A character that has no meaning here") with { Suggestion = "“”„«»'‘’".Contains(text[at], StringComparison.Ordinal) ? "\"" : null };
    }

    private bool IsDate(int at)
    {
        const string Shape = "0000-00-00";
        for (var i = 0; i < Shape.Length; i++)
        {
            if (at + i >= text.Length || (Shape[i] == '0' ? !char.IsAsciiDigit(text[at + i]) : text[at + i] != '-'))
            {
                return false;
            }
        }

        return true;
    }

    private Token Number(int at)
    {
        var end = Digits(at + (text[at] == '-' ? 1 : 0));
        if (end + 1 < text.Length && text[end] == '.' && char.IsAsciiDigit(text[end + 1]))
        {
            end = Digits(end + 1);
        }

        var number = text[at..end];
        return decimal.TryParse(number, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _)
            ? new(TokenKind.Number, at, end - at, number)
            : Token.Bad(at, end - at, number == "-" ? "A '-' without a number" : "A number out of range");
    }

    private int Digits(int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at;
    }

    /// <summary>Up to the next '/' without a backslash before it.</summary>
    private Token Pattern(int start)
    {
        for (var at = start + 1; at < text.Length; at++)
        {
            if (text[at] == '/')
            {
                return new(TokenKind.Pattern, start, at + 1 - start, Patterns.Unescape(text[(start + 1)..at]));
            }

            at += text[at] == '\\' ? 1 : 0;
        }

        return Token.Bad(start, text.Length - start, "The expression has no closing '/'");
    }

    private Token Run(TokenKind kind, int at, Func<char, bool> belongs)
    {
        var end = at + 1;
        while (end < text.Length && belongs(text[end]))
        {
            end++;
        }

        return new(kind, at, end - at, text[at..end]);
    }
}
