using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>From <see cref="Start"/> (inclusive) to <see cref="End"/> (exclusive); empty where it does not end after its start.</summary>
internal readonly record struct TimeRange(Instant Start, Instant End)
{
    public static readonly TimeRange Ever = new(Instant.Min, Instant.Never);

    /// <summary>Whether any of the ranges holds an instant, and when exactly that changes.</summary>
    public static Truth UnionAt(ReadOnlySpan<TimeRange> ranges, Instant now)
    {
        var end = Extend(ranges, now);
        if (end > now)
        {
            return new(true, end);
        }

        var start = Instant.Never;
        foreach (var range in ranges)
        {
            if (range.Start > now && range.Start < range.End)
            {
                start = Instant.Earlier(start, range.Start);
            }
        }

        return new(false, start);
    }

    /// <summary>How far ranges reach without a gap from an instant on; the instant itself if none holds it.</summary>
    private static Instant Extend(ReadOnlySpan<TimeRange> ranges, Instant end)
    {
        for (var before = Instant.Min; before != end;)
        {
            before = end;
            foreach (var range in ranges)
            {
                end = range.Start <= end && range.End > end ? range.End : end;
            }
        }

        return end;
    }
}
