using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// Finds when a sequence holds whose window opens some time after the first step: for each first step from where the window opens, and the first of the last steps
/// that follow it has waited long enough, until the window closes. With months a later one can have waited first.
/// </summary>
internal sealed class LaterSequenceMatcher(int steps, ZonedDuration? within, ZonedDuration wait, FirstWindow window)
{
    /// <inheritdoc cref="SequenceMatcher.Evaluate"/>
    public Truth Evaluate(ReadOnlySpan<SequenceEntry> entries, long thenNot, Instant now)
    {
        Span<TimeRange> ranges = stackalloc TimeRange[entries.Length];
        var count = 0;
        for (var first = 0; first < entries.Length; first++)
        {
            if ((entries[first].Mask & 1) != 0 && WaitedFrom(entries[first..], thenNot) is var waited && waited < Instant.Never)
            {
                ranges[count++] = new(Instant.Later(waited, window.Start!(entries[first].At)), window.End!(entries[first].At));
            }
        }

        return TimeRange.UnionAt(ranges[..count], now);
    }

    /// <summary>When the wait is over after any last step that follows the first of the entries, in time, and is not followed by what must not; never if there is none.</summary>
    private Instant WaitedFrom(ReadOnlySpan<SequenceEntry> entries, long thenNot)
    {
        var bound = within?.After(entries[0].At) ?? Instant.Never;
        var (inner, waited) = (1, steps == 1 ? wait.After(entries[0].At) : Instant.Never); // steps before the last one that are found
        foreach (ref readonly var entry in entries[1..])
        {
            waited = (entry.Mask & thenNot) != 0 ? Instant.Never : waited;
            if (steps > 1 && inner == steps - 1 && (entry.Mask >> inner & 1) != 0 && entry.At <= bound)
            {
                waited = Instant.Earlier(waited, wait.After(entry.At));
            }
            else if (inner < steps - 1 && (entry.Mask >> inner & 1) != 0)
            {
                inner++;
            }
        }

        return waited;
    }
}
