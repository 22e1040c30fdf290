using System.Collections.Immutable;
using Crm.Core.Definitions;

namespace Crm.Core.Rules.Evaluation;

/// <summary>The compiled rules of a store as of one definition version; immutable and shared by all its customers.</summary>
public sealed class RuleSet
{
    private readonly bool[] _isDependent;

    internal RuleSet(
        ImmutableArray<SegmentDefinition> segments, ImmutableArray<RuleNode> roots, ImmutableArray<RuleNode> questions, ImmutableArray<SharedLeaf> leaves, ImmutableArray<int> dependents, RuleIndex index)
    {
        (Segments, Roots, Questions, Leaves, Dependents, Index) = (segments, roots, questions, leaves, dependents, index);
        _isDependent = new bool[segments.Length];
        foreach (var dependent in dependents)
        {
            _isDependent[dependent] = true;
        }
    }

    /// <summary>Ordered by id, by ordinal; a segment's index is its place here.</summary>
    public ImmutableArray<SegmentDefinition> Segments { get; }

    /// <summary>In the order of segments.</summary>
    internal ImmutableArray<RuleNode> Roots { get; }

    /// <summary>Rules that are evaluated only when asked, in the order given.</summary>
    internal ImmutableArray<RuleNode> Questions { get; }

    /// <summary>Equal leaves of all rules stand here once.</summary>
    internal ImmutableArray<SharedLeaf> Leaves { get; }

    /// <summary>The segments that read others, each behind those that it reads.</summary>
    internal ImmutableArray<int> Dependents { get; }

    internal RuleIndex Index { get; }

    /// <param name="segments">In any order, ids distinct.</param>
    /// <param name="questions">Further rules, whose leaves are kept up to date like the segments', but which are evaluated only when asked.</param>
    /// <param name="zone">In which the store counts months and local days.</param>
    /// <exception cref="ArgumentException">A rule that no parser lets through; the message names the segment. A retry cannot help.</exception>
    public static RuleSet Compile(ImmutableArray<SegmentDefinition> segments, ImmutableArray<Rule> questions, TimeZoneInfo zone) =>
        new RuleCompiler(zone).Compile(segments, questions);

    /// <inheritdoc cref="Compile(ImmutableArray{SegmentDefinition}, ImmutableArray{Rule}, TimeZoneInfo)"/>
    public static RuleSet Compile(ImmutableArray<SegmentDefinition> segments, TimeZoneInfo zone) => Compile(segments, [], zone);

    /// <summary>Names of the track events whose history the leaves need that are absent from an older set.</summary>
    public IReadOnlySet<string> NewEventNames(RuleSet older)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var leaf in Leaves)
        {
            if (!older.Index.Leaves.ContainsKey(leaf.Key))
            {
                names.UnionWith(leaf.Leaf.Patterns.SelectMany(static pattern => pattern.Names));
            }
        }

        return names;
    }

    internal bool IsDependent(int segment) => _isDependent[segment];

    /// <returns>-1 if the store has no such segment.</returns>
    internal int IndexOf(string segment)
    {
        var (low, high) = (0, Segments.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = string.CompareOrdinal(Segments[middle].Id, segment);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }
}
