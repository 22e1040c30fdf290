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
    private readonly RuleReaders _readers = new();
    private ImmutableArray<SegmentDefinition> _segments = [];

    public RuleSet Compile(ImmutableArray<SegmentDefinition> segments, ImmutableArray<Rule> questions)
    {
        _segments = [.. segments.OrderBy(static segment => segment.Id, StringComparer.Ordinal)];
        ImmutableArray<RuleNode> roots = [.. _segments.Select(CompileSegment)];
        _readers.Segment = null;
        ImmutableArray<RuleNode> asked = [.. questions.Select(Compile)];
        var readers = _readers.OfLeaves(_leaves.Count);
        return new RuleSet(
            _segments,
            roots,
            asked,
            [.. _leaves.Select((leaf, index) => new SharedLeaf(leaf.Key, leaf.Leaf, readers[index]))],
            _readers.Dependents(_segments),
            _readers.Index(_segments.Length, _leafIndices.ToFrozenDictionary(StringComparer.Ordinal), Watches()));
    }

    private RuleNode CompileSegment(SegmentDefinition segment, int index)
    {
        _readers.Segment = index;
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
                _readers.Tags();
                return new TagNode(tag.Tag);
            case ListRule list:
                return Compile(new TagRule(ListTags.Of(list.List)));
            case ConsentRule consent:
                _readers.Consents();
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
                var read = IndexOf(segment.Segment);
                _readers.Membership(read);
                return new SegmentNode(read);
            case SegmentChangeRule change:
                var leaf = LeafOf(change);
                _readers.Change(IndexOf(change.Segment), change.Entered, leaf);
                return new EventNode(leaf);
            case JourneyRule journey:
                _readers.Journey(journey.Automation);
                return new JourneyNode(journey.Automation);
            case TopRule top:
                return Compile(top);
            default:
                return CompileLeaf(rule);
        }
    }

    private CanReceiveNode Compile(CanReceiveRule rule)
    {
        _readers.Consents();
        foreach (var field in CanReceiveNode.AddressOf(rule.Channel))
        {
            _readers.Field(field);
        }

        return new(rule.Channel);
    }

    private TopNode Compile(TopRule rule)
    {
        _readers.Field(FieldIndex.Orders);
        _readers.Field(CustomerFields.IndexOf(rule.Share.Field));
        return new(rule.Share);
    }

    private RuleNode Compile(FieldRule rule)
    {
        var comparison = ValueComparison.Compile(rule.Comparison, zone);
        if (CustomerFields.IndexOf(rule.Field) is >= 0 and var field)
        {
            if (field is FieldIndex.Age or FieldIndex.Birthday)
            {
                _readers.Field(FieldIndex.BirthDate);
                return field == FieldIndex.Age ? new AgeNode(comparison, zone)
                    : rule.Comparison.Operator == ComparisonOperator.WithinNext ? new BirthdayNode(new(rule.Comparison.Age, zone))
                    : new FieldNode(FieldIndex.BirthDate, comparison);
            }

            _readers.Field(field);
            return new FieldNode(field, comparison);
        }

        if (!rule.Field.StartsWith(CustomerFields.TraitPrefix, StringComparison.OrdinalIgnoreCase))
        {
            throw new ArgumentException($"No customer has a field {rule.Field}.", nameof(rule));
        }

        var trait = rule.Field[CustomerFields.TraitPrefix.Length..];
        _readers.Trait(trait);
        return new TraitNode(trait, comparison);
    }

    private int IndexOf(string id) => _segments.AsSpan().BinarySearch(new ById(id)) is >= 0 and var index ? index : throw new ArgumentException($"The store has no segment {id}.", nameof(id));

    private readonly struct ById(string id) : IComparable<SegmentDefinition>
    {
        public int CompareTo(SegmentDefinition? other) => string.CompareOrdinal(id, other!.Id);
    }

    private EventNode Compile(SteadyRule rule)
    {
        Compile(new FieldRule(rule.Field, new(ComparisonOperator.Known))); // what it reads
        var leaf = LeafOf(rule);
        _readers.Steady(leaf);
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

        _readers.Leaf(index);
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
