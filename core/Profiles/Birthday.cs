using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Profiles;

/// <summary>Birthdays and ages in a store's local days; who was born on 29 February has the birthday on the 28th in other years.</summary>
internal static class Birthday
{
    public static DateOnly Today(Instant now, TimeZoneInfo zone) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now.ToDateTimeOffset(), zone).DateTime);

    /// <summary>The next birthday from a day on, that day included.</summary>
    public static DateOnly Next(DateOnly born, DateOnly today) =>
        In(born, today.Year) is var thisYear && thisYear >= today ? thisYear : In(born, today.Year + 1);

    /// <summary>In whole years; 0 before the birth.</summary>
    public static int Age(DateOnly born, DateOnly today) => Math.Max(0, today.Year - born.Year - (today < In(born, today.Year) ? 1 : 0));

    /// <summary>Whether the next birthday is among the days of a length of time that begins today; parts of a day count as one.</summary>
    public static bool IsWithin(DateOnly born, DateOnly today, CalendarDuration length) => Next(born, today) < End(today, length);

    /// <summary>The first day after <paramref name="today"/> on which <see cref="IsWithin"/> may change.</summary>
    public static DateOnly NextChange(DateOnly born, DateOnly today, CalendarDuration length)
    {
        var next = Next(born, today);
        if (next < End(today, length))
        {
            return next.AddDays(1); // the last of the days moves on with today, so it stays among them until it is over
        }

        var day = next.AddMonths(-length.Months).AddDays(-Days(length) - 4); // months clamp by up to three days
        for (day = day > today ? day : today.AddDays(1); next >= End(day, length);)
        {
            day = day.AddDays(1);
        }

        return day;
    }

    public static Instant StartOf(DateOnly day, TimeZoneInfo zone) => DateRange.StartOf(day, zone);

    private static DateOnly In(DateOnly born, int year) => new(year, born.Month, Math.Min(born.Day, DateTime.DaysInMonth(year, born.Month)));

    private static DateOnly End(DateOnly today, CalendarDuration length) => today.AddMonths(length.Months).AddDays(Days(length));

    private static int Days(CalendarDuration length) => (int)((length.Milliseconds + Day - 1) / Day);

    private const long Day = 24 * 60 * 60 * 1000;
}
