using System.Globalization;
using Crm.Core.Rules;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>Whether an event of an instant that is not later than now is in the window, by what clock and calendar of the zone show.</summary>
internal static class BruteWindow
{
    public static bool Holds(Window window, Instant at, Instant now, TimeZoneInfo zone) => window switch
    {
        LastWindow last => now < last.Length.AddTo(at, zone),
        AgoWindow ago => ago.Least.AddTo(at, zone) <= now && now < ago.Most.AddTo(at, zone),
        DateWindow dates => at >= Date(dates.From, zone).Start && (dates.To.IsMissing || at < Date(dates.To, zone).End),
        CalendarWindow calendar => Shown(calendar.Period, at, zone) == Shown(calendar.Period, now, zone),
        _ => throw new InvalidOperationException(),
    };

    private static (Instant Start, Instant End) Date(Value date, TimeZoneInfo zone) => BruteDate.Of(BruteComparison.Unwrap(date), zone)!.Value;

    private static (int, int) Shown(CalendarPeriod period, Instant at, TimeZoneInfo zone)
    {
        var local = TimeZoneInfo.ConvertTime(at.ToDateTimeOffset(), zone).DateTime;
        return period switch
        {
            CalendarPeriod.Day => (local.Year, local.DayOfYear),
            CalendarPeriod.Week => (ISOWeek.GetYear(local), ISOWeek.GetWeekOfYear(local)),
            CalendarPeriod.Month => (local.Year, local.Month),
            _ => (local.Year, 0),
        };
    }
}
