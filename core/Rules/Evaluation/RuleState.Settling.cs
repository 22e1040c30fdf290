using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

public sealed partial class RuleState
{
    /// <summary>Evaluates the segments that were marked since the last settling or that may have changed by themselves.</summary>
    /// <param name="fields">The customer as of <paramref name="now"/>.</param>
    /// <param name="now">Never before that of an earlier settling, nor before any event observed.</param>
    /// <param name="flips">Gets what changed, in the order of segments.</param>
    /// <param name="numbersBefore">Running numbers to here are given, to somebody who had the id before.</param>
    public void Settle(IFieldSource fields, Instant now, List<SegmentFlip> flips, long numbersBefore = 0)
    {
        MarkDue(now);
        if (!_marks.Any)
        {
            return;
        }

        var evaluation = new Evaluation(this, fields, now);
        for (var segment = _marks.Next(0); segment >= 0; segment = _marks.Next(segment + 1))
        {
            Evaluate(segment, evaluation, flips, numbersBefore);
        }

        _marks.Clear();
        NextChange = EarliestNext();
    }

    internal Truth EvaluateLeaf(int index, Instant now)
    {
        _leaves.TryGet(index, out var state);
        var truth = _rules.Leaves[index].Leaf.Evaluate(ref state, now);
        _leaves.Set(index, state, keep: !state.IsEmpty);
        return truth;
    }

    private void Evaluate(int segment, in Evaluation evaluation, List<SegmentFlip> flips, long numbersBefore)
    {
        var truth = _rules.Roots[segment].Evaluate(evaluation);
        var state = StateOf(segment) with { Next = truth.Until };
        if (truth.Holds != state.IsMember)
        {
            state = new(truth.Holds, Math.Max(state.Number, numbersBefore) + 1, evaluation.Now, truth.Until);
            flips.Add(new(segment, truth.Holds, state.Number, evaluation.Now));
        }

        _segments.Set(segment, state, keep: state != SegmentState.None);
    }

    private void MarkDue(Instant now)
    {
        for (var place = 0; now >= NextChange && place < _segments.Count; place++)
        {
            if (_segments.ItemAt(place).Next <= now)
            {
                _marks.Add(_segments.IndexAt(place));
            }
        }
    }

    private Instant EarliestNext()
    {
        var earliest = Instant.Never;
        for (var place = 0; place < _segments.Count; place++)
        {
            earliest = Instant.Earlier(earliest, _segments.ItemAt(place).Next);
        }

        return earliest;
    }
}
