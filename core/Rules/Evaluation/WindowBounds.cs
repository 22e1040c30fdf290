using Crm.Core.Profiles;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Where the windows that the calendar names begin and end in a zone.</summary>
internal static class WindowBounds
{
    /// <summary>The first instant at which an event is not in the current period any more.</summary>
    public static Instant EndOf(CalendarPeriod period, Instant at, TimeZoneInfo zone)
    {
        var day = Birthday.Today(at, zone);
        return day.Year >= ZonedDuration.LastYear ? Instant.Never : DateRange.StartOf(period switch
        {
            CalendarPeriod.Day => day.AddDays(1),
            CalendarPeriod.Week => day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7)),
            CalendarPeriod.Month => new DateOnly(day.Year, day.Month, 1).AddMonths(1),
            _ => new DateOnly(day.Year + 1, 1, 1),
        }, zone);
    }

    /// <summary>For an event of an instant, at which nows it is in the window.</summary>
    public static Func<Instant, TimeRange> Of(Window? window, TimeZoneInfo zone)
    {
        switch (window)
        {
            case null:
                return static at => new(at, Instant.Never);
            case LastWindow last:
                var length = new ZonedDuration(last.Length, zone);
                return at => new(at, length.After(at));
            case AgoWindow ago:
                var (least, most) = (new ZonedDuration(ago.Least, zone), new ZonedDuration(ago.Most, zone));
                return at => new(least.After(at), most.After(at));
            case DateWindow dates:
                var range = Of(dates, zone);
                return at => new(at, at >= range.Start && at < range.End ? Instant.Never : at);
            case CalendarWindow calendar:
                return at => new(at, EndOf(calendar.Period, at, zone));
            default:
                throw new ArgumentException($"Unknown window {window.GetType().Name}.", nameof(window));
        }
    }

    public static TimeRange Of(DateWindow window, TimeZoneInfo zone) =>
        new(Date(window.From, zone).Start, window.To.IsMissing ? Instant.Never : Date(window.To, zone).End);

    private static DateRange Date(Value date, TimeZoneInfo zone) =>
        date.Kind == ValueKind.Instant ? DateRange.Of(date.AsInstant)
        : DateRange.TryParse(date.AsText, zone, out var day) ? day
        : throw new ArgumentException($"'{date.AsText}' is not a date.", nameof(date));
}
