using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Crm.Core.Rules.Evaluation;

/// <summary>What a change concerns, so that its cost grows with the rules that it affects and not with those that exist.</summary>
/// <param name="Leaves">By <see cref="LeafKey"/>, the index of the leaf.</param>
/// <param name="Watches">By event name, the leaves that it may concern.</param>
/// <param name="FieldReaders">By field index, the segments that read it.</param>
/// <param name="TraitReaders">By trait, the segments that read it.</param>
/// <param name="TagReaders">The segments that read any tag.</param>
/// <param name="ConsentReaders">The segments that read any consent.</param>
/// <param name="SegmentReaders">By segment, those that read whether the customer is in it.</param>
/// <param name="EnteredWatches">By segment, the leaves about coming into it.</param>
/// <param name="LeftWatches">By segment, the leaves about leaving it.</param>
/// <param name="JourneyReaders">By automation, the segments that read whether a run of it is under way.</param>
/// <param name="Steady">By segment, the leaves about fields that it reads; last those of questions.</param>
internal sealed record RuleIndex(
    FrozenDictionary<string, int> Leaves,
    FrozenDictionary<string, LeafWatch[]> Watches,
    ImmutableArray<int[]> FieldReaders,
    FrozenDictionary<string, int[]> TraitReaders,
    int[] TagReaders,
    int[] ConsentReaders,
    ImmutableArray<int[]> SegmentReaders,
    ImmutableArray<int[]> EnteredWatches,
    ImmutableArray<int[]> LeftWatches,
    FrozenDictionary<string, int[]> JourneyReaders,
    ImmutableArray<int[]> Steady);
