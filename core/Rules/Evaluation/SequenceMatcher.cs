using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// Finds when a sequence holds: each match makes it true from its last step plus the wait until its first step leaves
/// the window. For each last step only the first steps that stay longest count, and those are the latest that still lead to it.
/// </summary>
internal sealed class SequenceMatcher(int steps, ZonedDuration? within, ZonedDuration wait, FirstWindow window)
{
    /// <summary>An earlier first step can stay longer than a later one that follows in less than this.</summary>
    private readonly long _disorder = Math.Max(within?.Disorder ?? 0, window.Disorder);

    /// <param name="entries">In order.</param>
    /// <param name="thenNot">The bit of the event that must not follow a match; 0 where none is named.</param>
    /// <param name="now">At or after every entry.</param>
    public Truth Evaluate(ReadOnlySpan<SequenceEntry> entries, long thenNot, Instant now)
    {
        Span<FirstStep> firsts = stackalloc FirstStep[entries.Length];
        Span<TimeRange> ranges = stackalloc TimeRange[entries.Length];
        Span<int> chains = stackalloc int[steps]; // by step: how many first steps lead through it before the entry at hand
        chains.Clear();
        var (first, range) = (0, 0);
        foreach (ref readonly var entry in entries)
        {
            Advance(chains, entry.Mask);
            if ((entry.Mask & 1) != 0)
            {
                firsts[first++] = new(entry.At, within?.After(entry.At) ?? Instant.Never, window.End?.Invoke(entry.At) ?? Instant.Never);
                chains[0] = first;
            }

            range = (entry.Mask & thenNot) != 0 ? 0 : range; // it ends what came before
            var leading = chains[^1];
            if ((entry.Mask >> (steps - 1) & 1) != 0 && leading > 0)
            {
                var alone = steps == 1 ? leading - 1 : 0; // an only step is its own first one
                ranges[range++] = new(wait.After(entry.At), WindowEnd(firsts[alone..leading], entry.At));
            }
        }

        return TimeRange.UnionAt(ranges[..range], now);
    }

    /// <summary>From the later steps down, so that one event serves one step of a chain only.</summary>
    private static void Advance(Span<int> chains, long mask)
    {
        for (var step = chains.Length - 1; step > 0; step--)
        {
            if ((mask >> step & 1) != 0)
            {
                chains[step] = Math.Max(chains[step], chains[step - 1]);
            }
        }
    }

    /// <summary>When the last of the first steps that lead to this last step leaves the window; in the past if none is near enough.</summary>
    private Instant WindowEnd(ReadOnlySpan<FirstStep> firsts, Instant last)
    {
        var end = Instant.Min;
        var place = firsts.Length - 1;
        do
        {
            end = firsts[place].Bound >= last ? Instant.Later(end, firsts[place].End) : end;
        }
        while (--place >= 0 && firsts[^1].At - firsts[place].At < _disorder);
        return end;
    }

    /// <param name="At">When it happened.</param>
    /// <param name="Bound">The latest instant of a last step; inclusive.</param>
    /// <param name="End">When it leaves the window.</param>
    private readonly record struct FirstStep(Instant At, Instant Bound, Instant End);
}
