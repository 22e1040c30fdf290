using System.Buffers;

namespace Crm.Core.Profiles;

/// <summary>
/// What a mailbox may look like: a valid e-mail address of the HTML standard (https://html.spec.whatwg.org/#valid-e-mail-address), with
/// letters of any script as RFC 6531 allows, at most 254 bytes as RFC 5321 does.
/// </summary>
internal static class EmailAddress
{
    private const int Most = 254, MostLocal = 64, MostLabel = 63;

    private static readonly SearchValues<char> Signs = SearchValues.Create(".!#$%&'*+/=?^_`{|}~-");

    public static bool IsValid(ReadOnlySpan<char> text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= MostLocal && System.Text.Encoding.UTF8.GetByteCount(text) <= Most && IsLocal(text[..at]) && IsDomain(text[(at + 1)..]);
    }

    private static bool IsLocal(ReadOnlySpan<char> local)
    {
        foreach (var character in local)
        {
            if (!IsLetter(character) && !Signs.Contains(character))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label is [] or ['-', ..] or [.., '-'] || label.Length > MostLabel)
            {
                return false;
            }

            foreach (var character in label)
            {
                if (!IsLetter(character) && character != '-')
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsLetter(char character) =>
        char.IsAsciiLetterOrDigit(character) || (character > '\u007F' && !char.IsWhiteSpace(character) && !char.IsControl(character));
}
