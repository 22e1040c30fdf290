using Crm.Core.Events;

namespace Crm.Core.Rules.Evaluation;

/// <param name="Key">Its <see cref="LeafKey"/>.</param>
/// <param name="Leaf">What all equal leaves share.</param>
/// <param name="Readers">The segments whose rules have it.</param>
internal sealed record SharedLeaf(string Key, EventLeaf Leaf, int[] Readers);

/// <summary>That events of one name may concern a leaf.</summary>
/// <param name="Leaf">Its index in <see cref="RuleSet.Leaves"/>.</param>
/// <param name="Patterns">Those of its patterns that have the name.</param>
internal sealed record LeafWatch(int Leaf, WatchedPattern[] Patterns)
{
    /// <summary>The bits of the patterns that an event of the name matches.</summary>
    public long Match(in Event e)
    {
        var mask = 0L;
        foreach (var watched in Patterns)
        {
            mask |= watched.Pattern.Accepts(e) ? watched.Bit : 0;
        }

        return mask;
    }
}

internal readonly record struct WatchedPattern(long Bit, CompiledPattern Pattern);
