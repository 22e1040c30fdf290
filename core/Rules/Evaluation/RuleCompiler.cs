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
    private int? _segment; // null: a question, which no change marks

    public RuleSet Compile(ImmutableArray<SegmentDefinition> segments, ImmutableArray<Rule> questions)
    {
        ImmutableArray<SegmentDefinition> ordered = [.. segments.OrderBy(static segment => segment.Id, StringComparer.Ordinal)];
        ImmutableArray<RuleNode> roots = [.. ordered.Select(CompileSegment)];
        _segment = null;
        ImmutableArray<RuleNode> asked = [.. questions.Select(Compile)];
        var readers = _leafReaders.ToLookup(static reader => reader.Leaf, static reader => reader.Segment);
        return new RuleSet(
            ordered, roots, asked, [.. _leaves.Select((leaf, index) => new SharedLeaf(leaf.Key, leaf.Leaf, [.. readers[index]]))], Index());
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
            [.. _consentReaders]);
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
            case ConsentRule consent:
                Mark(_consentReaders, static segment => segment);
                return new ConsentNode(consent.Channel, consent.Purpose ?? ContactChannels.DefaultPurpose, consent.State);
            case CanReceiveRule can:
                return Compile(can);
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

    private EventNode CompileLeaf(Rule rule)
    {
        var key = LeafKey.Of(rule, zone);
        if (!_leafIndices.TryGetValue(key, out var index))
        {
            index = _leaves.Count;
            _leafIndices.Add(key, index);
            _leaves.Add((key, LeafCompiler.Compile(rule, zone)));
        }

        Mark(_leafReaders, segment => (index, segment));
        return new EventNode(index);
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
