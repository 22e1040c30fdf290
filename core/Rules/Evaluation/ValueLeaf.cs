using Crm.Core.Events;
using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>What the values of an event's property come to within a window. Holds those that can still matter, up to a cap.</summary>
internal abstract class ValueLeaf(CompiledPattern pattern, PropertyValues values, ValueWindow window) : EventLeaf([pattern])
{
    [ThreadStatic]
    private static List<(Instant At, int Entry, bool Comes)>? _changes;

    protected override int ItemsEach => ValueEntry.Size;

    protected ValueWindow Window => window;

    public sealed override bool Observe(ref LeafState state, in Event e, long offset, long mask)
    {
        var changes = false;
        if (window.TryKey(e.At, out var key))
        {
            foreach (var value in values.Of(e))
            {
                changes |= Add(ref state, new(key, value, 1));
            }
        }

        return changes;
    }

    public sealed override void Absorb(ref LeafState state, in LeafState other)
    {
        foreach (ref readonly var entry in ValueEntry.In(other))
        {
            Add(ref state, entry);
        }
    }

    public sealed override Truth Evaluate(ref LeafState state, Instant now)
    {
        Forget(ref state, now);
        var changes = _changes ??= [];
        changes.Clear();
        var tally = Begin();
        var entries = ValueEntry.In(state);
        for (var place = 0; place < entries.Length; place++)
        {
            var range = window.RangeOf(entries[place]);
            if (range.Start > now)
            {
                changes.Add((range.Start, place, true));
            }
            else
            {
                tally.Enter(entries[place]);
            }

            if (range.End < Instant.Never)
            {
                changes.Add((range.End, place, false));
            }
        }

        return new(tally.Holds, NextFlip(tally, entries, changes));
    }

    public sealed override void Explain(in LeafState state, Instant now, FigureList figures)
    {
        var (tally, leaves, comes) = (Begin(), Instant.Never, Instant.Never);
        foreach (ref readonly var entry in ValueEntry.In(state))
        {
            var range = window.RangeOf(entry);
            if (range.Start > now)
            {
                comes = Instant.Earlier(comes, range.Start);
            }
            else if (range.End > now)
            {
                tally.Enter(entry);
                leaves = Instant.Earlier(leaves, range.End);
            }
        }

        tally.Explain(figures);
        figures.At("leaves", leaves);
        figures.At("comes", comes);
    }

    /// <returns>False if it makes no difference to the answer, now or later.</returns>
    protected abstract bool Add(ref LeafState state, in ValueEntry entry);

    /// <summary>Of no value yet.</summary>
    protected abstract ValueTally Begin();

    private static Instant NextFlip(ValueTally tally, ReadOnlySpan<ValueEntry> entries, List<(Instant At, int Entry, bool Comes)> changes)
    {
        changes.Sort(static (one, other) => one.At.CompareTo(other.At));
        var holds = tally.Holds;
        for (var change = 0; change < changes.Count;)
        {
            var at = changes[change].At;
            for (; change < changes.Count && changes[change].At == at; change++)
            {
                if (changes[change].Comes)
                {
                    tally.Enter(entries[changes[change].Entry]);
                }
                else
                {
                    tally.Leave(entries[changes[change].Entry]);
                }
            }

            if (tally.Holds != holds)
            {
                return at;
            }
        }

        return Instant.Never;
    }

    private void Forget(ref LeafState state, Instant now)
    {
        var kept = 0;
        var entries = ValueEntry.In(state);
        foreach (ref readonly var entry in entries)
        {
            if (window.RangeOf(entry).End > now)
            {
                entries[kept++] = entry;
            }
        }

        ValueList.Truncate(ref state, kept);
    }
}

/// <summary>What values that come and go add up to.</summary>
internal abstract class ValueTally
{
    public abstract bool Holds { get; }

    /// <summary>Adds what they add up to; the case "none" where that is not known.</summary>
    public abstract void Explain(FigureList figures);

    public abstract void Enter(in ValueEntry entry);

    /// <param name="entry">Which has entered.</param>
    public abstract void Leave(in ValueEntry entry);
}
