using Crm.Core.Rules.Why;

namespace Crm.Core.Rules.Evaluation;

/// <summary>How many different values a property had: of each value the entry that counts longest, and of these only as many as can matter.</summary>
internal sealed class DistinctLeaf(CompiledPattern pattern, string property, Comparison comparison, ValueWindow window)
    : ValueLeaf(pattern, new PropertyHashes(property), window)
{
    // What comes in later can be needed when others have gone.
    private readonly int _enough = window.ComesLater ? EvaluationLimits.Values : (int)comparison.Value.AsNumber + 1;

    protected override bool Add(ref LeafState state, in ValueEntry entry)
    {
        var entries = ValueEntry.In(state);
        for (var place = 0; place < entries.Length; place++)
        {
            if (entries[place].Value == entry.Value && (!Window.ComesLater || entries[place].Key == entry.Key))
            {
                if (entries[place].Key >= entry.Key)
                {
                    return false;
                }

                ValueList.RemoveAt(ref state, place);
                ValueList.Insert(ref state, entry);
                return true;
            }
        }

        if (state.Count == _enough && entry.Key <= entries[0].Key)
        {
            return false;
        }

        ValueList.Insert(ref state, entry);
        if (state.Count > _enough)
        {
            ValueList.RemoveAt(ref state, 0);
        }

        return true;
    }

    protected override ValueTally Begin() => new DistinctTally(comparison);

    private sealed class DistinctTally(Comparison comparison) : ValueTally
    {
        private readonly Dictionary<long, int> _values = [];

        public override bool Holds => NumberTest.Holds(comparison, _values.Count);

        public override void Explain(FigureList figures) => NumberTest.Explain(_values.Count, figures);

        public override void Enter(in ValueEntry entry) => _values[entry.Value] = _values.GetValueOrDefault(entry.Value) + 1;

        public override void Leave(in ValueEntry entry)
        {
            if (--_values[entry.Value] is var left && left == 0)
            {
                _values.Remove(entry.Value);
            }
        }
    }
}
