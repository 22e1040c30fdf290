using System.Text;

namespace Crm.Core.Profiles;

/// <summary>
/// Phone numbers as ITU-T E.164 has them: <c>+5531987654321</c>. A number with <c>+</c> or <c>00</c> names its country; any other is
/// national and needs the store's. Lengths are checked, not whether a number is given out.
/// </summary>
internal static class PhoneNumber
{
    private const int MostDigits = 15;

    /// <param name="text">As people write it, with spaces, dashes, dots, slashes and parentheses.</param>
    /// <param name="home">Whose number it is where it names no country; null for none.</param>
    /// <param name="number">In the form of E.164; as it was where it is no number.</param>
    public static ProblemReason? Normalize(string text, Country? home, out string number)
    {
        number = text;
        var digits = new StringBuilder(text.Length);
        if (!TryDigits(text, digits, out var international))
        {
            return ProblemReason.NotAPhoneNumber;
        }

        if (!international && digits.Length > 1 && digits[0] == '0' && digits[1] == '0')
        {
            digits.Remove(0, 2);
            international = true;
        }

        if (!international && home is null)
        {
            return ProblemReason.NoCountry;
        }

        var whole = digits.ToString();
        var full = international ? International(whole) : National(whole, home!) ?? International(whole, home!);
        number = full is null ? text : $"+{full}";
        return full is null ? ProblemReason.NotAPhoneNumber : null;
    }

    private static string? International(string digits, Country? only = null) =>
        digits.Length <= MostDigits && Countries.Calling(digits) is { } calling && digits[calling.Length..] is var national
        && national.Length >= calling.Least && national.Length <= calling.Most && (only is null || only.Calling.Length == calling.Length && digits.StartsWith(only.Calling, StringComparison.Ordinal))
            ? digits
            : null;

    // The trunk prefix goes, except where it is part of the number.
    private static string? National(string digits, Country home)
    {
        var national = home.Code switch
        {
            "IT" or "SM" or "VA" or "CI" or "CG" => digits,
            _ when home.Calling == "1" => digits is ['1', ..] && digits.Length == 11 ? digits[1..] : digits,
            _ when home.Calling == "7" => digits is ['8', ..] && digits.Length == 11 ? digits[1..] : digits,
            "HU" => digits.StartsWith("06", StringComparison.Ordinal) ? digits[2..] : digits,
            _ => digits is ['0', ..] ? digits[1..] : digits,
        };
        return national.Length >= home.Least && national.Length <= home.Most && national.Length + home.Calling.Length <= MostDigits ? home.Calling + national : null;
    }

    private static bool TryDigits(string text, StringBuilder digits, out bool international)
    {
        var rest = text.AsSpan().Trim();
        rest = rest.StartsWith("tel:", StringComparison.OrdinalIgnoreCase) ? rest[4..] : rest;
        international = rest is ['+', ..];
        rest = international ? rest[1..] : rest;
        for (var i = 0; i < rest.Length; i++)
        {
            if (international && rest[i..].StartsWith("(0)", StringComparison.Ordinal))
            {
                i += 2; // +44 (0)20 …: to be dialled at home only
            }
            else if (char.IsAsciiDigit(rest[i]))
            {
                digits.Append(rest[i]);
            }
            else if (!char.IsWhiteSpace(rest[i]) && rest[i] is not ('-' or '.' or '/' or '(' or ')' or '\u2010' or '\u2011' or '\u2012' or '\u2013'))
            {
                return false;
            }
        }

        return digits.Length is > 0 and <= MostDigits + 2;
    }
}
