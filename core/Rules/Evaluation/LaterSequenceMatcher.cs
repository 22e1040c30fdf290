using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// Finds when a sequence holds whose window opens some time after the first step: for each first step from where the window opens, or its earliest last step
/// that counts has waited long enough, until the window closes.
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
            if ((entries[first].Mask & 1) != 0 && LastOf(entries[first..], thenNot) is { } last)
            {
                ranges[count++] = new(Instant.Later(wait.After(last), window.Start!(entries[first].At)), window.End!(entries[first].At));
            }
        }

        return TimeRange.UnionAt(ranges[..count], now);
    }

    /// <summary>When the earliest last step was that follows the first of the entries, in time, and is not followed by what must not; null if there is none.</summary>
    private Instant? LastOf(ReadOnlySpan<SequenceEntry> entries, long thenNot)
    {
        var bound = within?.After(entries[0].At) ?? Instant.Never;
        var (inner, last) = (1, steps == 1 ? entries[0].At : (Instant?)null); // steps before the last one that are found
        foreach (ref readonly var entry in entries[1..])
        {
            last = (entry.Mask & thenNot) != 0 ? null : last;
            if (steps > 1 && inner == steps - 1 && (entry.Mask >> inner & 1) != 0 && entry.At <= bound)
            {
                last ??= entry.At;
            }
            else if (inner < steps - 1 && (entry.Mask >> inner & 1) != 0)
            {
                inner++;
            }
        }

        return last;
    }
}
