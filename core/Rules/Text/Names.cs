using System.Globalization;
using System.Text;

namespace Crm.Core.Rules.Text;

/// <summary>Dotted names such as cart.value, products.category and traits."favourite colour": parts that are not plain words stand in quotes.</summary>
internal static class Names
{
    private static readonly string[] Reserved = ["and", "or", "not"];

    /// <summary>Reads a keyword, a dotted name, or a string that no dot follows.</summary>
    public static Token Scan(string text, int start)
    {
        var path = new StringBuilder();
        var quoted = false;
        for (var at = start; ; path.Append('.'))
        {
            if (text[at] == '"')
            {
                var part = Quoted.Scan(text, at);
                if (part.Kind == TokenKind.Bad || (at == start && !GoesOn(text, part.End)))
                {
                    return part;
                }

                quoted = true;
                path.Append(part.Text);
                at = part.End;
            }
            else
            {
                var end = EndOfPart(text, at);
                path.Append(text, at, end - at);
                at = end;
            }

            if (!GoesOn(text, at))
            {
                return new(TokenKind.Word, start, at - start, path.ToString()) { IsQuoted = quoted };
            }

            at++;
        }
    }

    public static bool IsStart(char c) => char.IsLetter(c) || c is '_' or '$';

    /// <summary>False for a name with an empty part, such as "a..b".</summary>
    public static bool IsPath(string path) => path.Length > 0 && path[0] != '.' && path[^1] != '.' && !path.Contains("..", StringComparison.Ordinal);

    public static string Print(string path) => string.Join('.', path.Split('.').Select(static (part, index) => IsPlain(part, index == 0) ? part : Quoted.Print(part)));

    private static bool IsPlain(string part, bool isFirst) =>
        part.Length > 0 && EndOfPart(part, 0) == part.Length &&
        (!isFirst || (IsStart(part[0]) && !Reserved.Contains(part, StringComparer.OrdinalIgnoreCase)));

    private static bool GoesOn(string text, int at) => at + 1 < text.Length && text[at] == '.' && (text[at + 1] == '"' || Belongs(text[at + 1]));

    private static int EndOfPart(string text, int at)
    {
        while (at < text.Length && Belongs(text[at]))
        {
            at++;
        }

        return at;
    }

    private static bool Belongs(char c) =>
        IsStart(c) || char.IsDigit(c) || c == '-' || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
