using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// How often an event happened within the window. Holds, ascending, the instants at which events leave the window, and
/// of these only the latest that matter: n for "at least n", else n + 1. It is the instants of leaving that are ordered, not those of the
/// events, because with months a later event can leave first.
/// </summary>
/// <param name="pattern">Of the event.</param>
/// <param name="times">How often.</param>
/// <param name="leaving">When an event of an instant leaves the window.</param>
internal sealed class WindowCountLeaf(CompiledPattern pattern, Times times, Func<Instant, Instant> leaving) : InstantLeaf([pattern])
{
    private const int FirstCapacity = 2;

    private readonly int _enough = TimesTest.Enough(times);

    protected override int ItemsEach => 1;

    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        return Observe(ref state, leaving(at).Milliseconds);
    }

    public override void Absorb(ref LeafState state, in LeafState other)
    {
        foreach (var leaves in other.Items.AsSpan(0, other.Count))
        {
            Observe(ref state, leaves);
        }
    }

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        var gone = 0;
        while (gone < state.Count && state.Items![gone] <= now.Milliseconds)
        {
            gone++;
        }

        RemoveFirst(ref state, gone);
        var holds = TimesTest.Holds(times, state.Count);
        return new(holds, NextFlip(state, holds));
    }

    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        TimesTest.Explain(times, state.Count, figures);
        figures.At("leaves", state.Count > 0 ? new Instant(state.Items![0]) : Instant.Never);
    }

    private bool Observe(ref LeafState state, long leaves)
    {
        if (_enough <= 0 || (state.Count == _enough && leaves <= state.Items![0]))
        {
            return false;
        }

        if (state.Count == _enough)
        {
            RemoveFirst(ref state, 1);
        }

        Insert(ref state, leaves);
        return true;
    }

    /// <summary>The answer changes when the first event leaves, with all that leave at that instant, or not by itself.</summary>
    private Instant NextFlip(in LeafState state, bool holds)
    {
        var leaving = 0;
        while (leaving < state.Count && state.Items![leaving] == state.Items[0])
        {
            leaving++;
        }

        return TimesTest.Holds(times, state.Count - leaving) == holds ? Instant.Never : new Instant(state.Items![0]);
    }

    private void Insert(ref LeafState state, long leaves)
    {
        state.Items ??= new long[Math.Min(_enough, FirstCapacity)];
        if (state.Count == state.Items.Length)
        {
            Array.Resize(ref state.Items, (int)Math.Min(_enough, state.Count * 2L));
        }

        var place = state.Count++;
        for (; place > 0 && state.Items[place - 1] > leaves; place--)
        {
            state.Items[place] = state.Items[place - 1];
        }

        state.Items[place] = leaves;
    }

    private static void RemoveFirst(ref LeafState state, int count)
    {
        state.Count -= count;
        if (state.Count == 0)
        {
            state.Items = null;
        }
        else if (count > 0)
        {
            Array.Copy(state.Items!, count, state.Items!, 0, state.Count);
        }
    }
}
