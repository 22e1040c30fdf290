using System.Text;

namespace Crm.Silo.Http;

/// <summary>Text from outside.</summary>
internal static class Text
{
    /// <summary>Neither missing nor empty nor too long, and such as the database can hold: no U+0000, no half of a surrogate pair.</summary>
    public static bool IsUsable(string? text, int maxLength) =>
        text is { Length: > 0 } && text.Length <= maxLength && !text.Contains('\0', StringComparison.Ordinal) && IsWellFormed(text);

    private static bool IsWellFormed(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal))
            {
                return false;
            }
        }

        return true;
    }
}
