using System.Globalization;
using System.Text;

namespace Crm.Core.Rules.Text;

/// <summary>Strings in double quotes, with the escapes \" \\ \n \t and \u0000.</summary>
internal static class Quoted
{
    /// <summary>Reads the string whose opening quote is at <paramref name="start"/>.</summary>
    public static Token Scan(string text, int start)
    {
        var value = new StringBuilder();
        for (var at = start + 1; at < text.Length && text[at] != '\n'; at++)
        {
            if (text[at] == '"')
            {
                return IsStorable(value.ToString())
                    ? new(TokenKind.String, start, at + 1 - start, value.ToString())
                    : Token.Bad(start, at + 1 - start, "The text holds a character that cannot be stored");
            }

            if (text[at] != '\\')
            {
                value.Append(text[at]);
            }
            else if (Escape(text, at) is { } escape)
            {
                value.Append(escape.Value);
                at += escape.Length - 1;
            }
            else
            {
                return Token.Bad(at, Math.Min(2, text.Length - at), "An unknown escape in a text") with { Suggestion = "\\\\" };
            }
        }

        return Token.Bad(start, text.Length - start, "The text has no closing quote");
    }

    /// <summary>False for half a surrogate pair, which UTF-8 cannot carry, and for U+0000, which PostgreSQL cannot.</summary>
    public static bool IsStorable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i)))
            {
                return false;
            }

            i += char.IsSurrogate(text[i]) ? 1 : 0;
        }

        return true;
    }

    public static string Print(string text)
    {
        var printed = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' or '\\' => printed.Append('\\').Append(c),
                '\n' => printed.Append("\\n"),
                '\t' => printed.Append("\\t"),
                _ when char.IsControl(c) => printed.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => printed.Append(c),
            };
        }

        return printed.Append('"').ToString();
    }

    private static (char Value, int Length)? Escape(string text, int at) => (at + 1 < text.Length ? text[at + 1] : ' ') switch
    {
        '"' => ('"', 2),
        '\\' => ('\\', 2),
        'n' => ('\n', 2),
        't' => ('\t', 2),
        'u' when at + 6 <= text.Length && ushort.TryParse(text.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) => ((char)code, 6),
        _ => null,
    };
}
