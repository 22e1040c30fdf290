using System.Globalization;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>A DATE of the rule language: one instant, or a whole local day. <see cref="End"/> is the first millisecond after it.</summary>
internal readonly record struct DateRange(Instant Start, Instant End)
{
    private const int DateLength = 10;
    private const DateTimeStyles Universal = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;

    private static readonly TimeSpan ShortestGap = TimeSpan.FromMinutes(15);

    private static readonly string[] Forms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd' 'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd' 'HH:mmK",
    ];

    public static DateRange Of(Instant instant) => new(instant, instant.PlusMilliseconds(1));

    /// <summary>
    /// Reads <c>2017-01-28</c>, a day of the zone, or a date and time with <c>Z</c>, an offset, or neither, which means UTC as
    /// in the times that senders write. Nothing else is a date.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, TimeZoneInfo zone, out DateRange range)
    {
        range = default;
        if (text.Length < DateLength || text[4] != '-' || text[7] != '-')
        {
            return false;
        }

        if (text.Length == DateLength)
        {
            return TryParseDay(text, zone, ref range);
        }

        if (!DateTime.TryParseExact(text, Forms, CultureInfo.InvariantCulture, Universal, out var time) || !IsInCalendar(time.Year))
        {
            return false;
        }

        range = Of(Instant.From(time));
        return true;
    }

    private static bool TryParseDay(ReadOnlySpan<char> text, TimeZoneInfo zone, ref DateRange range)
    {
        if (!DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            || !IsInCalendar(day.Year))
        {
            return false;
        }

        range = new(StartOf(day, zone), StartOf(day.AddDays(1), zone));
        return true;
    }

    /// <summary>Leaves room for offsets at both ends of the calendar.</summary>
    private static bool IsInCalendar(int year) => year is > 1 and < 9999;

    /// <summary>The first instant of a local day, also where its midnight does not exist or comes twice.</summary>
    internal static Instant StartOf(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(default);
        while (zone.IsInvalidTime(local))
        {
            local += ShortestGap;
        }

        var offset = zone.GetUtcOffset(local);
        if (zone.IsAmbiguousTime(local))
        {
            foreach (var other in zone.GetAmbiguousTimeOffsets(local))
            {
                offset = other > offset ? other : offset; // the larger offset is the earlier instant
            }
        }

        return new Instant((local - DateTime.UnixEpoch - offset).Ticks / TimeSpan.TicksPerMillisecond);
    }
}
