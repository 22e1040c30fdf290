using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Whether the first such event of all is in the window. Holds its instant; one that comes late and happened earlier takes its place.</summary>
/// <param name="pattern">Of the event.</param>
/// <param name="window">The nows at which an event of an instant is in the window.</param>
internal sealed class FirstTimeLeaf(CompiledPattern pattern, Func<Instant, TimeRange> window) : InstantLeaf([pattern])
{
    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        if (!state.IsEmpty && at >= new Instant(state.Value))
        {
            return false;
        }

        (state.Count, state.Value) = (1, at.Milliseconds);
        return true;
    }

    public override void Absorb(ref LeafState state, in LeafState other) => Observe(ref state, new Instant(other.Value), 0, 1);

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        if (state.IsEmpty)
        {
            return Truth.Never;
        }

        var range = window(new Instant(state.Value));
        return Truth.Between(range.Start, range.End, now);
    }

    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        if (state.IsEmpty)
        {
            figures.Case = "none";
            return;
        }

        var at = new Instant(state.Value);
        var range = window(at);
        figures.At("at", at);
        if (range.Start < range.End)
        {
            figures.At("begins", range.Start > at ? range.Start : Instant.Never);
            figures.At("ends", range.End);
        }
    }
}
