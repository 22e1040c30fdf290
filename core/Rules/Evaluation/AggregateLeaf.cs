namespace Crm.Core.Rules.Evaluation;

/// <summary>Sum, average, least or greatest of a property's values. Sums are kept in <see cref="PropertyNumbers.Units"/> and stop at the ends of what a long holds.</summary>
internal sealed class AggregateLeaf(CompiledPattern pattern, string property, AggregateKind kind, Comparison comparison, ValueWindow window)
    : ValueLeaf(pattern, new PropertyNumbers(property), window)
{
    private readonly bool _isExtreme = kind is AggregateKind.Min or AggregateKind.Max;

    protected override bool Add(ref LeafState state, in ValueEntry entry)
    {
        if (_isExtreme && !Window.ComesLater)
        {
            return AddExtreme(ref state, entry);
        }

        var entries = ValueEntry.In(state);
        for (var place = 0; place < entries.Length; place++)
        {
            if (entries[place].Key == entry.Key)
            {
                entries[place] = Together(entries[place], entry);
                return true;
            }
        }

        Insert(ref state, entry);
        return true;
    }

    protected override ValueTally Begin() => _isExtreme ? new ExtremeTally(kind, comparison) : new SumTally(kind, comparison);

    /// <summary>One that leaves no later than another, and is no nearer to the end that is looked for, never matters.</summary>
    private bool AddExtreme(ref LeafState state, in ValueEntry entry)
    {
        var entries = ValueEntry.In(state);
        foreach (ref readonly var other in entries)
        {
            if (Covers(other, entry))
            {
                return false;
            }
        }

        var kept = 0;
        foreach (ref readonly var other in entries)
        {
            if (!Covers(entry, other))
            {
                entries[kept++] = other;
            }
        }

        ValueList.Truncate(ref state, kept);
        Insert(ref state, entry);
        return true;
    }

    private bool Covers(in ValueEntry one, in ValueEntry other) => one.Key >= other.Key && Nearer(one.Value, other.Value) == one.Value;

    /// <summary>Past the cap two become one, at the later one's instant.</summary>
    private void Insert(ref LeafState state, in ValueEntry entry)
    {
        ValueList.Insert(ref state, entry);
        if (state.Count <= EvaluationLimits.WindowEntries)
        {
            return;
        }

        var entries = ValueEntry.In(state);
        var first = ValueList.Closest(entries);
        entries[first + 1] = Together(entries[first], entries[first + 1]) with { Key = entries[first + 1].Key };
        ValueList.RemoveAt(ref state, first);
    }

    private ValueEntry Together(in ValueEntry one, in ValueEntry other) =>
        new(one.Key, _isExtreme ? Nearer(one.Value, other.Value) : Sum(one.Value, other.Value), Sum(one.Count, other.Count));

    private long Nearer(long one, long other) => kind == AggregateKind.Min ? Math.Min(one, other) : Math.Max(one, other);

    private static long Sum(long one, long other) => (long)Int128.Clamp((Int128)one + other, long.MinValue, long.MaxValue);
}
