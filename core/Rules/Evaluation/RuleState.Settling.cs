using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

public sealed partial class RuleState
{
    /// <summary>Evaluates the segments that were marked since the last settling or that may have changed by themselves.</summary>
    /// <param name="fields">The customer as of <paramref name="now"/>.</param>
    /// <param name="now">Never before that of an earlier settling, nor before any event observed.</param>
    /// <param name="flips">Gets what changed, in the order of segments, and then of those that read others, each behind what it reads.</param>
    /// <param name="numbersBefore">Running numbers to here are given, to somebody who had the id before.</param>
    public void Settle(IFieldSource fields, Instant now, List<SegmentFlip> flips, long numbersBefore = 0)
    {
        MarkDue(now);
        Refresh(_rules.Index.Steady[^1], fields, now);
        if (!_marks.Any)
        {
            return;
        }

        var evaluation = new Evaluation(this, fields, now);
        for (var segment = _marks.Next(0); segment >= 0; segment = _marks.Next(segment + 1))
        {
            if (!_rules.IsDependent(segment))
            {
                Evaluate(segment, evaluation, flips, numbersBefore);
            }
        }

        foreach (var segment in _rules.Dependents)
        {
            if (_marks.Has(segment))
            {
                Evaluate(segment, evaluation, flips, numbersBefore);
            }
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

    internal Truth MembershipOf(int segment)
    {
        return new(StateOf(segment).IsMember, NextOf(segment));
    }

    private void Evaluate(int segment, in Evaluation evaluation, List<SegmentFlip> flips, long numbersBefore)
    {
        Refresh(_rules.Index.Steady[segment], evaluation.Fields, evaluation.Now);
        var truth = _rules.Roots[segment].Evaluate(evaluation);
        var state = StateOf(segment);
        var flipped = truth.Holds != state.IsMember;
        if (flipped)
        {
            state = new(truth.Holds, Math.Max(state.Number, numbersBefore) + 1, evaluation.Now);
            _segments.Set(segment, state, keep: true);
            flips.Add(new(segment, truth.Holds, state.Number, evaluation.Now));
            Tell(truth.Holds ? _rules.Index.EnteredWatches[segment] : _rules.Index.LeftWatches[segment], evaluation.Now);
        }

        if (flipped || truth.Until != NextOf(segment))
        {
            _next.Set(segment, truth.Until, keep: truth.Until < Instant.Never);
            _marks.Add(_rules.Index.SegmentReaders[segment]);
        }
    }

    /// <summary>That the customer came into a segment or left it, to the leaves about that.</summary>
    private void Tell(int[] leaves, Instant at)
    {
        foreach (var leaf in leaves)
        {
            var shared = _rules.Leaves[leaf];
            _leaves.TryGet(leaf, out var state);
            ((InstantLeaf)shared.Leaf).Observe(ref state, at, 0, 1);
            _leaves.Set(leaf, state, keep: !state.IsEmpty);
            _marks.Add(shared.Readers);
        }
    }

    private void Refresh(int[] steady, IFieldSource fields, Instant now)
    {
        foreach (var leaf in steady)
        {
            _leaves.TryGet(leaf, out var state);
            ((SteadyLeaf)_rules.Leaves[leaf].Leaf).Refresh(ref state, fields, now);
            _leaves.Set(leaf, state, keep: !state.IsEmpty);
        }
    }

    private void MarkDue(Instant now)
    {
        for (var place = 0; now >= NextChange && place < _next.Count; place++)
        {
            if (_next.ItemAt(place) <= now)
            {
                _marks.Add(_next.IndexAt(place));
            }
        }
    }

    private Instant NextOf(int segment) => _next.TryGet(segment, out var next) ? next : Instant.Never;

    private Instant EarliestNext()
    {
        var earliest = Instant.Never;
        for (var place = 0; place < _next.Count; place++)
        {
            earliest = Instant.Earlier(earliest, _next.ItemAt(place));
        }

        return earliest;
    }
}
