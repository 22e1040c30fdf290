using Crm.Core.Rules.Why;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

public sealed partial class RuleState
{
    /// <summary>Why a segment's rule holds or not; this state stays as it is.</summary>
    /// <param name="segment">Its index.</param>
    /// <param name="fields">The customer as of <paramref name="now"/>.</param>
    /// <param name="now">Not before that of the last settling.</param>
    internal Explanation Explain(int segment, IFieldSource fields, Instant now) =>
        Explainer.Explain(_rules.Segments[segment].Rule, _rules.Roots[segment], new(CopyOfLeaves(), fields, now));

    internal void ExplainLeaf(int index, Instant now, FigureList figures)
    {
        _leaves.TryGet(index, out var state);
        _rules.Leaves[index].Leaf.Explain(state, now, figures);
    }

    // Evaluating lets go of what is past, so that what explains has leaves of its own; of segments it only reads.
    private RuleState CopyOfLeaves()
    {
        var copy = new RuleState(_rules, default(MarkSet)) { _segments = _segments, _next = _next };
        for (var place = 0; place < _leaves.Count; place++)
        {
            copy._leaves.Set(_leaves.IndexAt(place), _leaves.ItemAt(place).Copy(), keep: true);
        }

        return copy;
    }
}
