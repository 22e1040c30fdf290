using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A length of time with the zone in which its months are counted.</summary>
internal readonly record struct ZonedDuration(CalendarDuration Length, TimeZoneInfo Zone)
{
    public const int LastYear = 9990; // a margin before the calendar's own end

    /// <summary>
    /// Months are clamped at a month's end and meet daylight-saving changes, so that a later start can have an earlier
    /// end; by less than this. Zero without months: then ends come in the order of starts.
    /// </summary>
    public long Disorder => Length.Months == 0 ? 0 : 5 * 24 * 3_600_000L;

    /// <summary><paramref name="start"/> plus this; <see cref="Instant.Never"/> beyond the calendar.</summary>
    public Instant After(Instant start)
    {
        var months = start.Milliseconds / CalendarDuration.MonthMilliseconds + Length.Months + Length.Milliseconds / CalendarDuration.MonthMilliseconds;
        return months > (LastYear - 1970) * 12L ? Instant.Never : Length.AddTo(start, Zone);
    }
}
