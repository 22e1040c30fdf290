using System.Collections.Frozen;
using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Profiles;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>Compiles the rules of one definition version; used once.</summary>
internal sealed class RuleCompiler(TimeZoneInfo zone)
{
    private readonly Dictionary<string, int> _leafIndices = new(StringComparer.Ordinal);
    private readonly List<(string Key, EventLeaf Leaf)> _leaves = [];
    private readonly SortedSet<(int Leaf, int Segment)> _leafReaders = [];
    private readonly SortedSet<(int Field, int Segment)> _fieldReaders = [];
    private readonly SortedSet<(string Trait, int Segment)> _traitReaders = [];
    private readonly SortedSet<int> _tagReaders = [];
    private readonly SortedSet<int> _consentReaders = [];
    private readonly SortedSet<(int Read, int Segment)> _segmentReaders = [];
    private readonly SortedSet<(int Read, int Leaf)> _entered = [], _left = [];
    private readonly SortedSet<(string Automation, int Segment)> _journeyReaders = [];
    private readonly SortedSet<(int Segment, int Leaf)> _steady = [];
    private readonly SortedSet<(int Segment, int Reads)> _references = [];
    private ImmutableArray<SegmentDefinition> _segments = [];
    private int? _segment; // null: a question, which no change marks

    public RuleSet Compile(ImmutableArray<SegmentDefinition> segments, ImmutableArray<Rule> questions)
    {
        _segments = [.. segments.OrderBy(static segment => segment.Id, StringComparer.Ordinal)];
        ImmutableArray<RuleNode> roots = [.. _segments.Select(CompileSegment)];
        _segment = null;
        ImmutableArray<RuleNode> asked = [.. questions.Select(Compile)];
        var readers = _leafReaders.ToLookup(static reader => reader.Leaf, static reader => reader.Segment);
        return new RuleSet(
            _segments, roots, asked, [.. _leaves.Select((leaf, index) => new SharedLeaf(leaf.Key, leaf.Leaf, [.. readers[index]]))], Dependents(), Index());
    }

    private void Mark<T>(SortedSet<T> readers, Func<int, T> reader)
    {
        if (_segment is { } segment)
        {
            readers.Add(reader(segment));
        }
    }

    private RuleIndex Index()
    {
        var readers = _fieldReaders.ToLookup(static reader => reader.Field, static reader => reader.Segment);
        return new RuleIndex(
            _leafIndices.ToFrozenDictionary(StringComparer.Ordinal),
            Watches(),
            [.. CustomerFields.All.Select((_, index) => readers[index].ToArray())],
            _traitReaders.GroupBy(static reader => reader.Trait, static reader => reader.Segment, StringComparer.Ordinal)
                .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal),
            [.. _tagReaders],
            [.. _consentReaders],
            BySegment(_segmentReaders),
            BySegment(_entered),
            BySegment(_left),
            _journeyReaders.GroupBy(static reader => reader.Automation, static reader => reader.Segment, StringComparer.Ordinal)
                .ToFrozenDictionary(static group => group.Key, static group => group.ToArray(), StringComparer.Ordinal),
            [.. BySegment(_steady), [.. _steady.Where(static steady => steady.Segment < 0).Select(static steady => steady.Leaf)]]);
    }

    private ImmutableArray<int[]> BySegment(SortedSet<(int Segment, int Item)> items)
    {
        var bySegment = items.ToLookup(static item => item.Segment, static item => item.Item);
        return [.. _segments.Select((_, index) => bySegment[index].ToArray())];
    }

    /// <summary>What reads others, each behind those that it reads; none where what is left reads in a circle.</summary>
    private ImmutableArray<int> Dependents()
    {
        var reads = _references.ToLookup(static reference => reference.Segment, static reference => reference.Reads);
        var (order, left) = (ImmutableArray.CreateBuilder<int>(), reads.Select(static group => group.Key).Order().ToList());
        while (left.Count > 0)
        {
            var ready = left.FindAll(segment => !reads[segment].Any(left.Contains));
            if (ready.Count == 0)
            {
                throw new ArgumentException($"The segments {string.Join(", ", left.Select(segment => _segments[segment].Id))} read each other in a circle.");
            }

            order.AddRange(ready);
            left.RemoveAll(ready.Contains);
        }

        return order.ToImmutable();
    }

    private RuleNode CompileSegment(SegmentDefinition segment, int index)
    {
        _segment = index;
        try
        {
            return Compile(segment.Rule);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            throw new ArgumentException($"Segment {segment.Id}, version {segment.Version}: {exception.Message}", exception);
        }
    }

    private RuleNode Compile(Rule rule)
    {
        switch (rule)
        {
            case AllRule all:
                return new CombinedNode([.. all.Parts.Select(Compile)], all: true);
            case AnyRule any:
                return new CombinedNode([.. any.Parts.Select(Compile)], all: false);
            case NotRule not:
                return new NotNode(Compile(not.Part));
            case EveryoneRule:
                return new EveryoneNode();
            case FieldRule field:
                return Compile(field);
            case TagRule tag:
                Mark(_tagReaders, static segment => segment);
                return new TagNode(tag.Tag);
            case ListRule list:
                return Compile(new TagRule(ListTags.Of(list.List)));
            case ConsentRule consent:
                Mark(_consentReaders, static segment => segment);
                return new ConsentNode(consent.Channel, consent.Purpose ?? ContactChannels.DefaultPurpose, consent.State);
            case CanReceiveRule can:
                return Compile(can);
            case MessageRule message:
                return CompileLeaf(MessageEvents.AsEvents(message));
            case FormRule form:
                return CompileLeaf(MessageEvents.AsEvents(form));
            case SteadyRule steady:
                return Compile(steady);
            case SegmentRule segment:
                var read = Reference(segment.Segment);
                Mark(_segmentReaders, reader => (read, reader));
                return new SegmentNode(read);
            case SegmentChangeRule change:
                var leaf = LeafOf(change);
                (change.Entered ? _entered : _left).Add((Reference(change.Segment), leaf));
                return new EventNode(leaf);
            case JourneyRule journey:
                Mark(_journeyReaders, segment => (journey.Automation, segment));
                return new JourneyNode(journey.Automation);
            case TopRule top:
                return Compile(top);
            default:
                return CompileLeaf(rule);
        }
    }

    private CanReceiveNode Compile(CanReceiveRule rule)
    {
        Mark(_consentReaders, static segment => segment);
        foreach (var field in CanReceiveNode.AddressOf(rule.Channel))
        {
            Mark(_fieldReaders, segment => (field, segment));
        }

        return new(rule.Channel);
    }

    private TopNode Compile(TopRule rule)
    {
        Mark(_fieldReaders, static segment => (FieldIndex.Orders, segment));
        Mark(_fieldReaders, segment => (CustomerFields.IndexOf(rule.Share.Field), segment));
        return new(rule.Share);
    }

    private RuleNode Compile(FieldRule rule)
    {
        var comparison = ValueComparison.Compile(rule.Comparison, zone);
        if (CustomerFields.IndexOf(rule.Field) is >= 0 and var field)
        {
            if (field is FieldIndex.Age or FieldIndex.Birthday)
            {
                Mark(_fieldReaders, static segment => (FieldIndex.BirthDate, segment));
                return field == FieldIndex.Age ? new AgeNode(comparison, zone)
                    : rule.Comparison.Operator == ComparisonOperator.WithinNext ? new BirthdayNode(new(rule.Comparison.Age, zone))
                    : new FieldNode(FieldIndex.BirthDate, comparison);
            }

            Mark(_fieldReaders, segment => (field, segment));
            return new FieldNode(field, comparison);
        }

        if (!rule.Field.StartsWith(CustomerFields.TraitPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"No customer has a field {rule.Field}.", nameof(rule));
        }

        var trait = rule.Field[CustomerFields.TraitPrefix.Length..];
        Mark(_traitReaders, segment => (trait, segment));
        return new TraitNode(trait, comparison);
    }

    private int Reference(string id)
    {
        var read = _segments.AsSpan().BinarySearch(new ById(id));
        if (read < 0)
        {
            throw new ArgumentException($"The store has no segment {id}.", nameof(id));
        }

        Mark(_references, segment => (segment, read));
        return read;
    }

    private readonly struct ById(string id) : IComparable<SegmentDefinition>
    {
        public int CompareTo(SegmentDefinition? other) => string.CompareOrdinal(id, other!.Id);
    }

    private EventNode Compile(SteadyRule rule)
    {
        Compile(new FieldRule(rule.Field, new(ComparisonOperator.Known))); // what it reads
        var leaf = LeafOf(rule);
        _steady.Add((_segment ?? -1, leaf));
        return new EventNode(leaf);
    }

    private EventNode CompileLeaf(Rule rule) => new(LeafOf(rule));

    private int LeafOf(Rule rule)
    {
        var key = LeafKey.Of(rule, zone);
        if (!_leafIndices.TryGetValue(key, out var index))
        {
            index = _leaves.Count;
            _leafIndices.Add(key, index);
            _leaves.Add((key, LeafCompiler.Compile(rule, zone)));
        }

        Mark(_leafReaders, segment => (index, segment));
        return index;
    }

    private FrozenDictionary<string, LeafWatch[]> Watches() => _leaves
        .SelectMany(static (leaf, index) => leaf.Leaf.Patterns.SelectMany((pattern, bit) =>
            pattern.Names.Distinct(StringComparer.Ordinal).Select(name => (Name: name, Leaf: index, Watched: new WatchedPattern(1L << bit, pattern)))))
        .GroupBy(static watch => watch.Name, StringComparer.Ordinal)
        .ToFrozenDictionary(
            static byName => byName.Key,
            static byName => byName.GroupBy(static watch => watch.Leaf, static watch => watch.Watched)
                .Select(static byLeaf => new LeafWatch(byLeaf.Key, [.. byLeaf])).ToArray(),
            StringComparer.Ordinal);
}
