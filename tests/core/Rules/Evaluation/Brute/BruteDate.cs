using System.Globalization;
using Crm.Core.Time;

namespace Crm.Core.Tests.Rules.Evaluation.Brute;

/// <summary>Dates by search: a local day is all the minutes that a clock in the zone shows that date.</summary>
internal static class BruteDate
{
    private static readonly Dictionary<(string, string), (Instant Start, Instant End)> Days = [];

    public static (Instant Start, Instant End)? Of(object? value, TimeZoneInfo zone)
    {
        if (value is Instant instant)
        {
            return (instant, instant.PlusMilliseconds(1));
        }

        if (value is not string text || text.Length < 10 || text[4] != '-')
        {
            return null;
        }

        if (text.Length > 10)
        {
            return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
                ? (Instant.From(time), Instant.From(time).PlusMilliseconds(1))
                : null;
        }

        return DateOnly.TryParse(text, CultureInfo.InvariantCulture, out var day) ? DayOf(text, day, zone) : null;
    }

    private static (Instant Start, Instant End) DayOf(string text, DateOnly day, TimeZoneInfo zone)
    {
        lock (Days)
        {
            if (!Days.TryGetValue((zone.Id, text), out var found))
            {
                var midnight = new DateTimeOffset(day.ToDateTime(default), TimeSpan.Zero);
                var minutes = Enumerable.Range(-24 * 60, 72 * 60).Select(minute => midnight.AddMinutes(minute))
                    .Where(minute => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(minute, zone).DateTime) == day).ToList();
                Days[(zone.Id, text)] = found = (Instant.From(minutes[0]), Instant.From(minutes[^1].AddMinutes(1)));
            }

            return found;
        }
    }
}
