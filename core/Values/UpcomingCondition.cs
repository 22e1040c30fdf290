using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>In the next D: the date is in (now, now + D].</summary>
internal sealed class UpcomingCondition(ZonedDuration length) : DateCondition(length.Zone)
{
    private const int MonthsOfAllTime = 1900 * 12;
    private const long Day = 24 * 3_600_000L;
    private const long Cell = 15 * 60_000L;

    protected override Truth Test(Instant date, Instant now)
    {
        if (length.Length.Months == 0)
        {
            return Truth.Between(date.PlusMilliseconds(-length.Length.Milliseconds), date, now);
        }

        return now >= date ? Truth.Never
            : length.Length.Months > MonthsOfAllTime ? new(true, date)
            : TestMonths(date, now);
    }

    /// <summary>
    /// Months clamp at a month's end, so that now + D can fall back by up to three days while now rises, and the answer can
    /// flip more than once. It does so only around the date less D; there, now + D rises evenly within each quarter of an
    /// hour (local midnights and zone changes lie on its edges), so that each is looked at by itself.
    /// </summary>
    private Truth TestMonths(Instant date, Instant now)
    {
        var middle = Less(date);
        var first = Instant.Later(now, middle.PlusMilliseconds(-3 * Day));
        var last = Instant.Earlier(date, middle.PlusMilliseconds(7 * Day));
        var holds = now >= last || length.After(now) >= date;
        for (var start = first; start < last; start = new((start.Milliseconds / Cell + 1) * Cell))
        {
            var missing = date - length.After(start);
            if (holds && missing > 0)
            {
                return new(true, start);
            }

            var reached = start.PlusMilliseconds(Math.Max(0, missing));
            if (!holds && reached < last && reached.Milliseconds < (start.Milliseconds / Cell + 1) * Cell)
            {
                return new(false, reached);
            }
        }

        return holds ? new(true, date) : new(false, last < date ? last : Instant.Never);
    }

    private Instant Less(Instant date)
    {
        var end = date.PlusMilliseconds(-length.Length.Milliseconds).ToDateTimeOffset();
        return Instant.From(TimeZoneInfo.ConvertTime(end, length.Zone).AddMonths(-length.Length.Months));
    }
}
