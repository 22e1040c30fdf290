using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Whether one value of a property came that often. Holds of each value as many events as can matter, of all up to <see cref="EvaluationLimits.Values"/>.</summary>
internal sealed class SameLeaf(CompiledPattern pattern, string property, int count, ValueWindow window)
    : ValueLeaf(pattern, new PropertyHashes(property), window)
{
    protected override bool Add(ref LeafState state, in ValueEntry entry)
    {
        if (!Merge(state, entry))
        {
            ValueList.Insert(ref state, entry);
        }

        if (!Window.ComesLater)
        {
            RemoveSurplus(ref state, entry.Value);
        }

        if (state.Count > EvaluationLimits.Values)
        {
            ValueList.RemoveAt(ref state, LeastOfFirst(ValueEntry.In(state)));
        }

        return true;
    }

    protected override ValueTally Begin() => new SameTally(count);

    private bool Merge(in LeafState state, in ValueEntry entry)
    {
        foreach (ref var known in ValueEntry.In(state))
        {
            if (known.Key == entry.Key && known.Value == entry.Value)
            {
                known = known with { Count = Math.Min(count, known.Count + entry.Count) };
                return true;
            }
        }

        return false;
    }

    /// <summary>Where enough events count longer, those that leave before them never matter.</summary>
    private void RemoveSurplus(ref LeafState state, long value)
    {
        var longer = 0L;
        for (var place = state.Count - 1; place >= 0; place--)
        {
            var entry = ValueEntry.In(state)[place];
            if (entry.Value == value && longer >= count)
            {
                ValueList.RemoveAt(ref state, place);
            }

            longer += entry.Value == value ? entry.Count : 0;
        }
    }

    /// <summary>Of those that leave first, one that came least often.</summary>
    private static int LeastOfFirst(ReadOnlySpan<ValueEntry> entries)
    {
        var least = 0;
        for (var place = 1; place < entries.Length && entries[place].Key == entries[0].Key; place++)
        {
            least = entries[place].Count < entries[least].Count ? place : least;
        }

        return least;
    }

    private sealed class SameTally(int count) : ValueTally
    {
        private readonly Dictionary<long, long> _values = [];
        private int _reached;

        public override bool Holds => _reached > 0;

        public override void Explain(FigureList figures) => figures.Times("count", _values.Values.DefaultIfEmpty().Max());

        public override void Enter(in ValueEntry entry) => Change(entry.Value, entry.Count);

        public override void Leave(in ValueEntry entry) => Change(entry.Value, -entry.Count);

        private void Change(long value, long by)
        {
            var before = _values.GetValueOrDefault(value);
            _values[value] = before + by;
            _reached += (before + by >= count ? 1 : 0) - (before >= count ? 1 : 0);
        }
    }
}
