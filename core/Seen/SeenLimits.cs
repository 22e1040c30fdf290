namespace Crm.Core.Seen;

/// <summary>The bounds on what is remembered of the names that a store uses, in each partition. What lies beyond is not suggested; it counts in rules all the same.</summary>
public static class SeenLimits
{
    /// <summary>Event and page names together.</summary>
    public const int Events = 500;

    /// <summary>Properties of one event, each kind of value apart.</summary>
    public const int Paths = 100;

    /// <summary>Characters of an event's name, and of a whole path.</summary>
    public const int NameLength = 64;

    /// <summary>Objects within objects.</summary>
    public const int Depth = 4;

    /// <summary>Of a name's first events all properties are read, of those that follow one in <see cref="OneIn"/>.</summary>
    public const int FirstEvents = 16;

    public const int OneIn = 64;

    private const int DigitsInARow = 4;

    /// <summary>Whether a name can be one that a store gave: addresses, numbers of phones and orders, and ids are none, though some send them as names.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > NameLength || !(char.IsLetter(name[0]) || name[0] is '_' or '$'))
        {
            return false;
        }

        var digits = 0;
        foreach (var c in name)
        {
            digits = char.IsDigit(c) ? digits + 1 : 0;
            if (digits > DigitsInARow || c is '@' or '.' or '"' || char.IsControl(c) || char.IsSurrogate(c))
            {
                return false;
            }
        }

        return true;
    }
}
