using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A leaf to which of an event only its instant matters.</summary>
internal abstract class InstantLeaf(ImmutableArray<CompiledPattern> patterns) : EventLeaf(patterns)
{
    public sealed override bool Observe(ref LeafState state, in Event e, long offset, long mask) => Observe(ref state, e.At, offset, mask);

    /// <inheritdoc cref="EventLeaf.Observe"/>
    /// <param name="at">When it happened.</param>
    public abstract bool Observe(ref LeafState state, Instant at, long offset, long mask);
}
