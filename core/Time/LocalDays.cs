using System.Collections.Immutable;
using Crm.Core.Profiles;

namespace Crm.Core.Time;

/// <summary>Consecutive days of a time zone.</summary>
/// <param name="First">The first of them.</param>
/// <param name="Starts">When each begins, also where its midnight does not exist or comes twice.</param>
public sealed record LocalDays(DateOnly First, ImmutableArray<Instant> Starts)
{
    public DateOnly Last => First.AddDays(Starts.Length - 1);

    /// <summary>So many days, the last of which an instant lies in.</summary>
    public static LocalDays Until(Instant now, int count, TimeZoneInfo zone)
    {
        var last = Birthday.Today(now, zone);
        var first = last.AddDays(1 - count);
        return new(first, [.. Enumerable.Range(0, count).Select(day => Birthday.StartOf(first.AddDays(day), zone))]);
    }
}
