using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>The window in which a sequence's first step must lie.</summary>
/// <param name="Dates">When the step must have happened.</param>
/// <param name="End">When a step of an instant leaves the window; null where none ever does.</param>
/// <param name="Disorder">A later step can leave earlier, by less than this.</param>
internal sealed record FirstWindow(TimeRange Dates, Func<Instant, Instant>? End, long Disorder)
{
    /// <summary>When a step of an instant comes into the window; null where that is at once.</summary>
    public Func<Instant, Instant>? Start { get; private init; }

    public static FirstWindow Of(Window? window, TimeZoneInfo zone) => window switch
    {
        null => new(TimeRange.Ever, null, 0),
        LastWindow last => Of(new ZonedDuration(last.Length, zone)),
        CalendarWindow calendar => new(TimeRange.Ever, at => WindowBounds.EndOf(calendar.Period, at, zone), 0),
        AgoWindow ago => Of(new ZonedDuration(ago.Most, zone)) with { Start = new ZonedDuration(ago.Least, zone).After },
        DateWindow dates => new(WindowBounds.Of(dates, zone), null, 0),
        _ => throw new ArgumentException($"A sequence has no window {window.GetType().Name}.", nameof(window)),
    };

    private static FirstWindow Of(ZonedDuration length) => new(TimeRange.Ever, length.After, length.Disorder);
}
