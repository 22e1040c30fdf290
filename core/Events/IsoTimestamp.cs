using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>
/// ISO-8601 as senders write it: <c>2017-01-28</c>, or with a time after <c>T</c> or a space, to the minute, second or fraction
/// of one, then <c>Z</c>, <c>±hh</c>, <c>±hhmm</c>, <c>±hh:mm</c> or nothing, which means UTC. Fractions are cut to milliseconds.
/// </summary>
internal static class IsoTimestamp
{
    private const long LastOf9999 = 253_402_300_799_999;

    /// <summary>False for anything else, and outside the years 1970 to 9999.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out Instant instant)
    {
        instant = default;
        if (!TryDate(ref text, out var milliseconds) || !TryTimeAndOffset(text, ref milliseconds))
        {
            return false;
        }

        instant = new(milliseconds);
        return milliseconds is >= 0 and <= LastOf9999;
    }

    private static bool TryDate(ref ReadOnlySpan<byte> text, out long milliseconds)
    {
        milliseconds = 0;
        if (!TryDigits(ref text, 4, out var year) || !TrySkip(ref text, '-')
            || !TryDigits(ref text, 2, out var month) || !TrySkip(ref text, '-') || !TryDigits(ref text, 2, out var day)
            || year == 0 || month is 0 or > 12 || day == 0 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        milliseconds = (new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond;
        return true;
    }

    private static bool TryTimeAndOffset(ReadOnlySpan<byte> text, ref long milliseconds)
    {
        if (text.IsEmpty)
        {
            return true;
        }

        if (!(TrySkip(ref text, 'T') || TrySkip(ref text, 't') || TrySkip(ref text, ' '))
            || !TryDigits(ref text, 2, out var hour) || !TrySkip(ref text, ':') || !TryDigits(ref text, 2, out var minute)
            || hour > 23 || minute > 59)
        {
            return false;
        }

        milliseconds += ((hour * 60) + minute) * 60_000L;
        return TrySeconds(ref text, ref milliseconds) && TryOffset(text, ref milliseconds);
    }

    private static bool TrySeconds(ref ReadOnlySpan<byte> text, ref long milliseconds)
    {
        if (!TrySkip(ref text, ':'))
        {
            return true;
        }

        if (!TryDigits(ref text, 2, out var second) || second > 59)
        {
            return false;
        }

        milliseconds += second * 1000L;
        if (!TrySkip(ref text, '.'))
        {
            return true;
        }

        var digits = 0;
        for (var unit = 100; digits < text.Length && text[digits] is >= (byte)'0' and <= (byte)'9'; digits++, unit /= 10)
        {
            milliseconds += (text[digits] - '0') * unit;
        }

        text = text[digits..];
        return digits > 0;
    }

    private static bool TryOffset(ReadOnlySpan<byte> text, ref long milliseconds)
    {
        if (text.IsEmpty || text is [(byte)'Z' or (byte)'z'])
        {
            return true;
        }

        var ahead = TrySkip(ref text, '+');
        if ((!ahead && !TrySkip(ref text, '-')) || !TryDigits(ref text, 2, out var hours))
        {
            return false;
        }

        var minutes = 0;
        var colon = TrySkip(ref text, ':');
        if ((colon || !text.IsEmpty) && !TryDigits(ref text, 2, out minutes))
        {
            return false;
        }

        milliseconds += ((hours * 60) + minutes) * (ahead ? -60_000L : 60_000L);
        return text.IsEmpty && hours <= 23 && minutes <= 59;
    }

    private static bool TryDigits(ref ReadOnlySpan<byte> text, int count, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        foreach (var digit in text[..count])
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return false;
            }

            value = (value * 10) + digit - '0';
        }

        text = text[count..];
        return true;
    }

    private static bool TrySkip(ref ReadOnlySpan<byte> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
        {
            return false;
        }

        text = text[1..];
        return true;
    }
}
