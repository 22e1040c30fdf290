using Crm.Core.Storage;
using Crm.Core.Time;

namespace Crm.Core.Rules.Evaluation;

/// <summary>How one customer's side of the rules becomes a part of another's, whose store may have other definitions in force.</summary>
public sealed partial class RuleState
{
    internal bool HoldsNothing => _leaves.Count == 0;

    /// <summary>What event leaves hold, by their key and not by their place.</summary>
    internal byte[] WriteLeaves()
    {
        var (writer, part) = (new SnapshotWriter(), new SnapshotWriter());
        writer.Count(_leaves.Count);
        for (var place = 0; place < _leaves.Count; place++)
        {
            var shared = _rules.Leaves[_leaves.IndexAt(place)];
            part.Clear();
            shared.Leaf.Write(_leaves.ItemAt(place), part);
            writer.Text(shared.Key);
            writer.Bytes(part.Written);
        }

        return writer.ToArray();
    }

    /// <summary>Takes in what <see cref="WriteLeaves"/> wrote, and marks every segment.</summary>
    /// <param name="leaves">As it was written.</param>
    /// <param name="unknown">Gets the leaves that these rules do not have.</param>
    internal void Absorb(ReadOnlySpan<byte> leaves, Action<string, byte[]> unknown)
    {
        var reader = new SnapshotReader(leaves);
        for (var left = reader.Count(); left > 0; left--)
        {
            var key = reader.Text()!;
            var held = reader.Bytes();
            if (!Absorb(key, held))
            {
                unknown(key, held.ToArray());
            }
        }

        _marks.AddAll();
    }

    /// <returns>False where the rules do not have the leaf.</returns>
    internal bool Absorb(string key, ReadOnlySpan<byte> held)
    {
        if (!_rules.Index.Leaves.TryGetValue(key, out var index))
        {
            return false;
        }

        var leaf = _rules.Leaves[index].Leaf;
        var reader = new SnapshotReader(held);
        _leaves.TryGet(index, out var state);
        leaf.Absorb(ref state, leaf.Read(ref reader));
        _leaves.Set(index, state, keep: !state.IsEmpty);
        return true;
    }

    /// <summary>What leaves of newer rules hold of past events, beside what these ones hold already.</summary>
    internal RuleState NewLeaves(RuleSet next, IReadOnlyList<PastEvent> history) => new RuleState(_rules).Migrate(next, history);

    /// <summary>Holds of events what another state of the same rules holds, and marks every segment.</summary>
    internal void TakeLeaves(RuleState other)
    {
        _leaves = other._leaves;
        _marks.AddAll();
    }

    /// <summary>The customer leaves every segment and forgets its events; its running numbers go on.</summary>
    /// <param name="now">When.</param>
    /// <param name="flips">Gets what it leaves, in the order of segments.</param>
    internal void Leave(Instant now, List<SegmentFlip> flips)
    {
        (_leaves, _next) = (new(), new());
        for (var place = 0; place < _segments.Count; place++)
        {
            ref var state = ref _segments.ItemAt(place);
            if (state.IsMember)
            {
                state = new(false, state.Number + 1, now);
                flips.Add(new(_segments.IndexAt(place), false, state.Number, now));
            }
        }

        _marks.AddAll();
        NextChange = Instant.Never;
    }

    /// <summary>The segments that the customer is in.</summary>
    internal IEnumerable<string> Members()
    {
        for (var place = 0; place < _segments.Count; place++)
        {
            if (_segments.ItemAt(place).IsMember)
            {
                yield return _rules.Segments[_segments.IndexAt(place)].Id;
            }
        }
    }
}
