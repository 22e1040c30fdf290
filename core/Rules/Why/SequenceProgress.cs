using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;

namespace Crm.Core.Rules.Why;

/// <summary>How far a sequence has come that does not hold: the most steps of which the next one may still follow.</summary>
/// <param name="Steps">How many.</param>
/// <param name="Last">When the newest of them happened.</param>
/// <param name="By">The first instant at which it is too late for the next.</param>
internal readonly record struct SequenceProgress(int Steps, Instant Last, Instant By)
{
    /// <param name="entries">In order.</param>
    /// <param name="steps">Positive ones.</param>
    /// <param name="now">At or after every entry.</param>
    /// <param name="bound">Of a first step, the first instant at which it cannot be followed any more.</param>
    public static SequenceProgress Of(ReadOnlySpan<SequenceEntry> entries, int steps, Instant now, Func<Instant, Instant> bound)
    {
        // By number of steps, the chain that can be followed longest.
        var chains = new SequenceProgress[steps];
        foreach (ref readonly var entry in entries)
        {
            for (var step = steps - 1; step > 0; step--)
            {
                if ((entry.Mask >> step & 1) != 0 && chains[step - 1].Steps == step && chains[step - 1].By > entry.At)
                {
                    chains[step] = Better(chains[step], new(step + 1, entry.At, chains[step - 1].By));
                }
            }

            chains[0] = (entry.Mask & 1) != 0 ? Better(chains[0], new(1, entry.At, bound(entry.At))) : chains[0];
        }

        return Array.FindLast(chains[..^1], chain => chain.Steps > 0 && chain.By > now);
    }

    private static SequenceProgress Better(in SequenceProgress one, in SequenceProgress other) => other.By >= one.By ? other : one;
}
