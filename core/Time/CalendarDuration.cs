namespace Crm.Core.Time;

/// <summary>
/// A length of time as rules state it: calendar months (a year is twelve) and an exact part. A day is 24 hours.
/// Months are added in the store's zone, clamped at the month's end; the exact part is added after.
/// </summary>
public readonly partial record struct CalendarDuration(int Months, long Milliseconds) : IComparable<CalendarDuration>
{
    internal const long MonthMilliseconds = 2_629_746_000; // of the mean Gregorian year

    /// <summary>By the mean length of a month.</summary>
    public int CompareTo(CalendarDuration other) => ((Months * MonthMilliseconds) + Milliseconds).CompareTo((other.Months * MonthMilliseconds) + other.Milliseconds);

    /// <summary>The first instant that is this much after <paramref name="start"/>.</summary>
    public Instant AddTo(Instant start, TimeZoneInfo zone)
    {
        if (Months == 0)
        {
            return start.PlusMilliseconds(Milliseconds);
        }

        var local = TimeZoneInfo.ConvertTime(start.ToDateTimeOffset(), zone).DateTime.AddMonths(Months);
        if (zone.IsInvalidTime(local))
        {
            local += TimeSpan.FromHours(1); // the clock jumped over it: the same reading on the new side
        }

        return Instant.From(new DateTimeOffset(local, zone.GetUtcOffset(local))).PlusMilliseconds(Milliseconds);
    }
}
