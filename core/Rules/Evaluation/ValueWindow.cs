using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// When the values of an event count. Where an event only leaves a window, its entry is kept by the instant at which it does, so that all that leave at once
/// are one entry; where it comes in later, by its own.
/// </summary>
internal sealed class ValueWindow
{
    private readonly Func<Instant, TimeRange> _range;

    private ValueWindow(Func<Instant, TimeRange> range, bool comesLater) => (_range, ComesLater) = (range, comesLater);

    public bool ComesLater { get; }

    public static ValueWindow Of(Window? window, TimeZoneInfo zone) => new(WindowBounds.Of(window, zone), window is AgoWindow);

    /// <returns>False where an event of the instant never counts.</returns>
    public bool TryKey(Instant at, out long key)
    {
        var range = _range(at);
        key = (ComesLater ? at : range.End).Milliseconds;
        return range.Start < range.End;
    }

    /// <summary>The nows, from that of its record on, at which an entry counts.</summary>
    public TimeRange RangeOf(in ValueEntry entry) => ComesLater ? _range(new(entry.Key)) : new(Instant.Min, new(entry.Key));
}
