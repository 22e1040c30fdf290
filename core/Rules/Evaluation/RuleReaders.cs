using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Takes note of what each segment reads while it is compiled.</summary>
internal sealed class RuleReaders
{
    private readonly SortedSet<(int Leaf, int Segment)> _leaves = [];
    private readonly SortedSet<(int Field, int Segment)> _fields = [];
    private readonly SortedSet<(string Trait, int Segment)> _traits = [];
    private readonly SortedSet<int> _tags = [];
    private readonly SortedSet<int> _consents = [];
    private readonly SortedSet<(int Read, int Segment)> _memberships = [];
    private readonly SortedSet<(int Segment, int Reads)> _references = [];
    private readonly SortedSet<(int Read, int Leaf)> _entered = [], _left = [];
    private readonly SortedSet<(string Automation, int Segment)> _journeys = [];
    private readonly SortedSet<(int Segment, int Leaf)> _steady = [];

    /// <summary>That is compiled; null for a question, which no change marks.</summary>
    public int? Segment { get; set; }

    public void Leaf(int leaf) => Mark(_leaves, segment => (leaf, segment));

    public void Field(int field) => Mark(_fields, segment => (field, segment));

    public void Trait(string trait) => Mark(_traits, segment => (trait, segment));

    public void Tags() => Mark(_tags, static segment => segment);

    public void Consents() => Mark(_consents, static segment => segment);

    public void Journey(string automation) => Mark(_journeys, segment => (automation, segment));

    /// <summary>Whether the customer is in another segment.</summary>
    public void Membership(int read)
    {
        Reference(read);
        Mark(_memberships, segment => (read, segment));
    }

    /// <summary>That the customer comes into another segment or leaves it, which the leaf is told.</summary>
    public void Change(int read, bool entered, int leaf)
    {
        Reference(read);
        (entered ? _entered : _left).Add((read, leaf));
    }

    /// <summary>A leaf that is told what a field is.</summary>
    public void Steady(int leaf) => _steady.Add((Segment ?? -1, leaf));

    /// <summary>The segments whose rules have each leaf.</summary>
    public int[][] OfLeaves(int count) => By(_leaves, count);

    public RuleIndex Index(int segments, FrozenDictionary<string, int> leaves, FrozenDictionary<string, LeafWatch[]> watches) => new(
        leaves,
        watches,
        [.. By(_fields, CustomerFields.All.Length)],
        By(_traits),
        [.. _tags],
        [.. _consents],
        [.. By(_memberships, segments)],
        [.. By(_entered, segments)],
        [.. By(_left, segments)],
        By(_journeys),
        [.. By(_steady, segments), [.. _steady.Where(static steady => steady.Segment < 0).Select(static steady => steady.Leaf)]]);

    /// <summary>The segments that read others, each behind those that it reads.</summary>
    /// <exception cref="ArgumentException">They read each other in a circle.</exception>
    public ImmutableArray<int> Dependents(ImmutableArray<SegmentDefinition> segments)
    {
        var reads = _references.ToLookup(static reference => reference.Segment, static reference => reference.Reads);
        var (order, left) = (ImmutableArray.CreateBuilder<int>(), reads.Select(static group => group.Key).Order().ToList());
        while (left.Count > 0)
        {
            var ready = left.FindAll(segment => !reads[segment].Any(left.Contains));
            if (ready.Count == 0)
            {
                throw new ArgumentException($"The segments {string.Join(", ", left.Select(segment => segments[segment].Id))} read each other in a circle.");
            }

            order.AddRange(ready);
            left.RemoveAll(ready.Contains);
        }

        return order.ToImmutable();
    }

    private void Reference(int read) => Mark(_references, segment => (segment, read));

    private void Mark<T>(SortedSet<T> readers, Func<int, T> reader)
    {
        if (Segment is { } segment)
        {
            readers.Add(reader(segment));
        }
    }

    private static int[][] By(SortedSet<(int Key, int Item)> pairs, int count)
    {
        var items = pairs.ToLookup(static pair => pair.Key, static pair => pair.Item);
        return [.. Enumerable.Range(0, count).Select(key => items[key].ToArray())];
    }

    private static FrozenDictionary<string, int[]> By(SortedSet<(string Key, int Segment)> pairs) => pairs
        .GroupBy(static pair => pair.Key, static pair => pair.Segment, StringComparer.Ordinal)
        .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal);
}
