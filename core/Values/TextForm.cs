using System.Text;

namespace Crm.Core.Values;

/// <summary>The form in which text is compared: NFC.</summary>
internal static class TextForm
{
    /// <summary>Every character up to this one is in NFC whatever stands beside it: the first combining mark comes next.</summary>
    private const char LastAlwaysNormal = '\u02FF';

    /// <summary>The same span where it is NFC already; text that is not valid Unicode has no other form and stays as it is.</summary>
    public static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text)
    {
        if (Ascii.IsValid(text) || IsAlwaysNormal(text) || !IsValid(text) || text.IsNormalized())
        {
            return text;
        }

        return text.ToString().Normalize();
    }

    private static bool IsAlwaysNormal(ReadOnlySpan<char> text)
    {
        foreach (var character in text)
        {
            if (character > LastAlwaysNormal)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsValid(ReadOnlySpan<char> text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // The enumerator puts U+FFFD for a lone surrogate; a true U+FFFD is left unnormalized too, which only matters beside other marks.
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
