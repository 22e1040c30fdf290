using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// How often an event happened between two lengths of time ago. Holds, ascending, the instants of those that are in the window or will be, each with how many
/// happened then: an event comes in and goes out by time alone, so that none of them can be left out.
/// </summary>
internal sealed class AgoCountLeaf(CompiledPattern pattern, Times times, ZonedDuration least, ZonedDuration most) : InstantLeaf([pattern])
{
    private const int FirstCapacity = 4;

    protected override int ItemsEach => 2;

    public override bool Observe(ref LeafState state, Instant at, long offset, long mask)
    {
        Insert(ref state, at.Milliseconds, 1);
        return true;
    }

    public override void Absorb(ref LeafState state, in LeafState other)
    {
        for (var entry = 0; entry < other.Count; entry++)
        {
            Insert(ref state, other.Items![2 * entry], other.Items[(2 * entry) + 1]);
        }
    }

    public override Truth Evaluate(ref LeafState state, Instant now)
    {
        Forget(ref state, now);
        var changes = new List<(Instant At, long By)>();
        var count = 0L;
        for (var entry = 0; entry < state.Count; entry++)
        {
            var (at, by) = (new Instant(state.Items![2 * entry]), state.Items[(2 * entry) + 1]);
            var (comes, goes) = (least.After(at), most.After(at));
            if (comes >= goes)
            {
                continue; // a month that is shorter than so many days
            }

            count += comes <= now && now < goes ? by : 0;
            Add(changes, comes, by, now);
            Add(changes, goes, -by, now);
        }

        return new(Holds(count), NextFlip(changes, count));
    }

    public override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        var (count, leaves, next) = (0L, Instant.Never, Instant.Never);
        for (var entry = 0; entry < state.Count; entry++)
        {
            var at = new Instant(state.Items![2 * entry]);
            var (comes, goes) = (least.After(at), most.After(at));
            var isIn = comes <= now && now < goes;
            count += isIn ? state.Items[(2 * entry) + 1] : 0;
            leaves = isIn ? Instant.Earlier(leaves, goes) : leaves;
            next = comes > now && comes < goes ? Instant.Earlier(next, comes) : next;
        }

        figures.Times("count", count);
        figures.At("leaves", leaves);
        figures.At("comes", next);
    }

    private bool Holds(long count) => TimesTest.Holds(times, (int)Math.Min(count, int.MaxValue));

    private static void Add(List<(Instant, long)> changes, Instant at, long by, Instant now)
    {
        if (at > now && at < Instant.Never)
        {
            changes.Add((at, by));
        }
    }

    private Instant NextFlip(List<(Instant At, long By)> changes, long count)
    {
        changes.Sort(static (one, other) => one.At.CompareTo(other.At));
        var holds = Holds(count);
        for (var change = 0; change < changes.Count;)
        {
            var at = changes[change].At;
            for (; change < changes.Count && changes[change].At == at; change++)
            {
                count += changes[change].By;
            }

            if (Holds(count) != holds)
            {
                return at;
            }
        }

        return Instant.Never;
    }

    // From the front: with months a later one can go first, and waits for those ahead of it.
    private void Forget(ref LeafState state, Instant now)
    {
        var gone = 0;
        while (gone < state.Count && most.After(new(state.Items![2 * gone])) <= now)
        {
            gone++;
        }

        Remove(ref state, 0, gone);
    }

    private static void Insert(ref LeafState state, long at, long by)
    {
        var place = state.Count;
        while (place > 0 && state.Items![2 * (place - 1)] >= at)
        {
            place--;
        }

        if (place < state.Count && state.Items![2 * place] == at)
        {
            state.Items[(2 * place) + 1] += by;
            return;
        }

        state.Items ??= new long[2 * FirstCapacity];
        if (2 * state.Count == state.Items.Length)
        {
            Array.Resize(ref state.Items, state.Items.Length * 2);
        }

        Array.Copy(state.Items, 2 * place, state.Items, 2 * (place + 1), 2 * (state.Count - place));
        (state.Items[2 * place], state.Items[(2 * place) + 1]) = (at, by);
        state.Count++;
        if (state.Count > EvaluationLimits.WindowEntries)
        {
            Join(ref state);
        }
    }

    // An inner one whose neighbours lie closest together becomes a part of the one behind it: what that stands for came after the one before, however often it is joined.
    private static void Join(ref LeafState state)
    {
        var closest = 1;
        for (var entry = 2; entry < state.Count - 1; entry++)
        {
            closest = Around(state, entry) < Around(state, closest) ? entry : closest;
        }

        state.Items![(2 * (closest + 1)) + 1] += state.Items[(2 * closest) + 1];
        Remove(ref state, closest, 1);
    }

    private static long Around(in LeafState state, int entry) => state.Items![2 * (entry + 1)] - state.Items[2 * (entry - 1)];

    private static void Remove(ref LeafState state, int place, int count)
    {
        state.Count -= count;
        if (state.Count == 0)
        {
            state.Items = null;
        }
        else if (count > 0)
        {
            Array.Copy(state.Items!, 2 * (place + count), state.Items!, 2 * place, 2 * (state.Count - place));
        }
    }
}
