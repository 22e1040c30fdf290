using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// Finds when a sequence holds: each match makes it true from its last step plus the wait until its first step leaves
/// the window. For each last step only the first steps that stay longest count, and those are the latest that still lead to it.
/// </summary>
internal sealed class SequenceMatcher(int steps, ZonedDuration? within, ZonedDuration wait, ZonedDuration? window)
{
    /// <summary>How much later than an earlier first step a later one can leave the window, or miss its bound, sooner.</summary>
    private readonly long _disorder = Math.Max(within?.Disorder ?? 0, window?.Disorder ?? 0);

    /// <param name="entries">In order.</param>
    /// <param name="thenNot">The bit of the event that must not follow a match; 0 where none is named.</param>
    /// <param name="now">At or after every entry.</param>
    public Truth Evaluate(ReadOnlySpan<SequenceEntry> entries, long thenNot, Instant now)
    {
        Span<TimeRange> ranges = stackalloc TimeRange[entries.Length];
        var count = 0;
        Span<int> latest = stackalloc int[steps]; // first steps of chains through each step that end before the entry at hand
        latest.Fill(-1);
        for (var place = 0; place < entries.Length; place++)
        {
            var mask = entries[place].Mask;
            var first = steps == 1 ? place : latest[steps - 2];
            if ((mask & thenNot) != 0)
            {
                count = 0;
            }

            if ((mask >> (steps - 1) & 1) != 0 && first >= 0)
            {
                ranges[count++] = new(wait.After(entries[place].At), WindowEnd(entries[..(first + 1)], entries[place].At));
            }

            Advance(latest, mask, place);
        }

        return TimeRange.UnionAt(ranges[..count], now);
    }

    /// <summary>From the later steps down, so that one event serves one step of a chain only.</summary>
    private static void Advance(Span<int> latest, long mask, int place)
    {
        for (var step = latest.Length - 1; step > 0; step--)
        {
            if ((mask >> step & 1) != 0)
            {
                latest[step] = Math.Max(latest[step], latest[step - 1]);
            }
        }

        if ((mask & 1) != 0)
        {
            latest[0] = place;
        }
    }

    /// <summary>When the last of the first steps that can lead to this last step leaves the window.</summary>
    /// <param name="entries">Through the latest first step that leads to it.</param>
    /// <param name="last">The instant of the last step.</param>
    private Instant WindowEnd(ReadOnlySpan<SequenceEntry> entries, Instant last)
    {
        var end = Instant.Min;
        var latest = entries[^1].At;
        for (var place = entries.Length - 1; place >= 0 && latest - entries[place].At <= _disorder; place--)
        {
            var first = entries[place];
            if ((first.Mask & 1) != 0 && (within is not { } bound || bound.After(first.At) >= last))
            {
                end = Instant.Later(end, window is { } length ? length.After(first.At) : Instant.Never);
            }
        }

        return end;
    }
}
