using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Rules.Why;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// A part of a rule that is about events: compiled and shared by all customers, while each customer's <see cref="LeafState"/>
/// holds as little of their history as the exact answer takes.
/// </summary>
internal abstract class EventLeaf(ImmutableArray<CompiledPattern> patterns)
{
    /// <summary>In the order of their bits in a mask.</summary>
    public ImmutableArray<CompiledPattern> Patterns { get; } = patterns;

    /// <summary>Takes in an event that happened at or before now, however late it comes.</summary>
    /// <param name="state">What the customer holds.</param>
    /// <param name="e">By a name and of a type of <see cref="Patterns"/>.</param>
    /// <param name="offset">Its position, which orders events of one instant.</param>
    /// <param name="mask">Which of <see cref="Patterns"/> it matches, one at least.</param>
    /// <returns>False if it makes no difference to the answer, now or later.</returns>
    public abstract bool Observe(ref LeafState state, in Event e, long offset, long mask);

    /// <summary>The exact answer at a now that never falls; lets go of what can no longer matter.</summary>
    public abstract Truth Evaluate(ref LeafState state, Instant now);

    /// <summary>Adds the figures behind the answer; asked after <see cref="Evaluate"/> at the same now.</summary>
    public virtual void Explain(in LeafState state, Instant now, FigureList figures)
    {
    }

    /// <summary>Takes in what another customer, who was the same person, held: as if this one had seen both their events.</summary>
    public abstract void Absorb(ref LeafState state, in LeafState other);

    /// <summary>Numbers that <see cref="LeafState.Items"/> holds for each of <see cref="LeafState.Count"/>.</summary>
    protected virtual int ItemsEach => 0;

    public void Write(in LeafState state, SnapshotWriter writer)
    {
        writer.Signed(state.Count);
        writer.Signed(state.Value);
        var items = state.Items is null ? 0 : Math.Max(0, state.Count) * ItemsEach;
        for (var item = 0; item < items; item++)
        {
            // Entries lie close together in time: differences stay short.
            writer.Signed(state.Items![item] - (item < ItemsEach ? 0 : state.Items[item - ItemsEach]));
        }
    }

    public LeafState Read(ref SnapshotReader reader)
    {
        var state = new LeafState { Count = (int)reader.Signed(), Value = reader.Signed() };
        var items = Math.Max(0, state.Count) * ItemsEach;
        state.Items = items == 0 ? null : new long[items];
        for (var item = 0; item < items; item++)
        {
            state.Items![item] = reader.Signed() + (item < ItemsEach ? 0 : state.Items[item - ItemsEach]);
        }

        return state;
    }
}

/// <summary>Events of a type by any of these names, whose properties satisfy the predicate if there is one.</summary>
internal sealed record CompiledPattern(EventType Type, ImmutableArray<string> Names, EventPredicate? Where)
{
    public static CompiledPattern Compile(EventPattern pattern, TimeZoneInfo zone) =>
        new(pattern.Type, pattern.Names, pattern.Where is null ? null : EventPredicate.Compile(pattern.Where, zone));

    /// <param name="e">By one of the names.</param>
    public bool Accepts(in Event e) => e.Type == Type && (Where is null || Where.Holds(e.Properties.Span, e.At));
}
