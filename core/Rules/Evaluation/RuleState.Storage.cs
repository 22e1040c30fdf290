using Crm.Core.Events;
using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

public sealed partial class RuleState
{
    /// <summary>
    /// This customer's side of the next definition version. Leaves that stay keep what they hold, new ones are seeded from
    /// history; memberships and running numbers stay by segment id; every segment is marked for evaluation.
    /// </summary>
    /// <param name="next">The rules from here on.</param>
    /// <param name="history">This customer's past events of <see cref="RuleSet.NewEventNames"/>, each once, in any order.</param>
    /// <returns>A state of its own; this one stays as it is.</returns>
    public RuleState Migrate(RuleSet next, IReadOnlyList<PastEvent> history)
    {
        var state = new RuleState(next);
        for (var place = 0; place < _leaves.Count; place++)
        {
            if (next.Index.Leaves.TryGetValue(_rules.Leaves[_leaves.IndexAt(place)].Key, out var leaf))
            {
                state._leaves.Set(leaf, _leaves.ItemAt(place).Copy(), keep: true);
            }
        }

        for (var place = 0; place < _segments.Count; place++)
        {
            if (next.IndexOf(_rules.Segments[_segments.IndexAt(place)].Id) is >= 0 and var segment)
            {
                state._segments.Set(segment, _segments.ItemAt(place), keep: true);
            }
        }

        state.Seed(history, _rules);
        state.SeedChanges(_rules);
        return state;
    }

    /// <summary>The snapshot names leaves and segments by their index, so it is read with the rules of the same version.</summary>
    public void Write(SnapshotWriter writer)
    {
        _marks.Write(writer);
        writer.Count(_leaves.Count);
        for (var (place, last) = (0, 0); place < _leaves.Count; place++)
        {
            var leaf = _leaves.IndexAt(place);
            writer.Count(leaf - last);
            _rules.Leaves[leaf].Leaf.Write(_leaves.ItemAt(place), writer);
            last = leaf;
        }

        WriteSegments(writer);
    }

    /// <summary>Those that the customer is or was in, and those that may change by themselves.</summary>
    private void WriteSegments(SnapshotWriter writer)
    {
        var both = _segments.Count;
        for (var place = 0; place < _next.Count; place++)
        {
            both += _segments.Find(_next.IndexAt(place)) < 0 ? 1 : 0;
        }

        writer.Count(both);
        for (var (known, next, last) = (0, 0, 0); known < _segments.Count || next < _next.Count;)
        {
            var segment = Math.Min(
                known < _segments.Count ? _segments.IndexAt(known) : int.MaxValue, next < _next.Count ? _next.IndexAt(next) : int.MaxValue);
            writer.Count(segment - last);
            StateOf(segment).Write(NextOf(segment), writer);
            known += known < _segments.Count && _segments.IndexAt(known) == segment ? 1 : 0;
            next += next < _next.Count && _next.IndexAt(next) == segment ? 1 : 0;
            last = segment;
        }
    }

    /// <param name="rules">Of the version that the state was written with.</param>
    /// <param name="reader">Stands where <see cref="Write"/> began.</param>
    public static RuleState Read(RuleSet rules, ref SnapshotReader reader)
    {
        var state = new RuleState(rules, MarkSet.Read(rules.Segments.Length, ref reader));
        var leaves = reader.Count();
        state._leaves = new(leaves);
        for (var (read, leaf) = (0, 0); read < leaves; read++)
        {
            leaf += reader.Count();
            state._leaves.Set(leaf, rules.Leaves[leaf].Leaf.Read(ref reader), keep: true);
        }

        var segments = reader.Count();
        state._segments = new(segments);
        for (var (read, segment) = (0, 0); read < segments; read++)
        {
            segment += reader.Count();
            var (known, next) = SegmentState.Read(ref reader);
            state._segments.Set(segment, known, keep: known != SegmentState.None);
            state._next.Set(segment, next, keep: next < Instant.Never);
        }

        state.NextChange = state.EarliestNext();
        return state;
    }

    /// <summary>Of what a new leaf about a segment would have been told, the last change is known.</summary>
    private void SeedChanges(RuleSet older)
    {
        for (var place = 0; place < _segments.Count; place++)
        {
            var (segment, known) = (_segments.IndexAt(place), _segments.ItemAt(place));
            var watches = known.IsMember ? _rules.Index.EnteredWatches[segment] : _rules.Index.LeftWatches[segment];
            Tell(known.Number == 0 ? [] : Array.FindAll(watches, leaf => !older.Index.Leaves.ContainsKey(_rules.Leaves[leaf].Key)), known.Since);
        }
    }

    /// <summary>Leaves that the older rules had know these events already.</summary>
    private void Seed(IReadOnlyList<PastEvent> history, RuleSet older)
    {
        foreach (var (e, offset) in history)
        {
            if (!e.Type.IsNamed() || !_rules.Index.Watches.TryGetValue(e.Name, out var watches))
            {
                continue;
            }

            foreach (var watch in watches)
            {
                if (!older.Index.Leaves.ContainsKey(_rules.Leaves[watch.Leaf].Key))
                {
                    Observe(e, offset, watch);
                }
            }
        }
    }
}
