using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>How long ago the newest (or the oldest) such event was; false for both operators where there was none.</summary>
internal sealed class RecencyLeaf(CompiledPattern pattern, Occurrence which, AgeOperator age, ZonedDuration length) : InstantLeaf([pattern])
{
    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        var known = new Instant(state.Value);
        if (!state.IsEmpty && (which == Occurrence.Last ? at <= known : at >= known))
        {
            return false;
        }

        state.Count = 1;
        state.Value = at.Milliseconds;
        return true;
    }

    public override void Absorb(ref LeafState state, in LeafState other) => Observe(ref state, new Instant(other.Value), 0, 1);

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        if (state.IsEmpty)
        {
            return Truth.Never;
        }

        var older = Truth.Between(length.After(new Instant(state.Value)), Instant.Never, now);
        return age == AgeOperator.MoreThan ? older : older.Negated;
    }

    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        if (state.IsEmpty)
        {
            figures.Case = "none";
            return;
        }

        figures.At("at", new(state.Value));
        figures.At("turns", length.After(new Instant(state.Value)));
    }
}
