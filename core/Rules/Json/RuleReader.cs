using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>R: rules, by the member that says what they are.</summary>
internal sealed class RuleReader : LogicReader<Rule>
{
    // What stands beside a member that another kind has, too, comes before it.
    private static readonly string[] Kinds =
    [
        "everyone", "field", "did", "recency", "sequence", "aggregate", "same", "message", "form", "steady",
        "tag", "consent", "canReceive", "top", "segmentChange", "segment", "list", "journey",
    ];

    private readonly Errors _errors;
    private readonly ComparisonReader _comparisons;
    private readonly EventReader _events;
    private readonly AggregateReader _aggregates;
    private readonly MessageReader _messages;
    private readonly SegmentReader _segments;

    public RuleReader(Errors errors)
        : base(errors, Kinds)
    {
        (_errors, _comparisons) = (errors, new(errors));
        var (patterns, windows) = (new PatternReader(errors, _comparisons), new WindowReader(errors, _comparisons));
        _events = new(errors, _comparisons, patterns, windows);
        _aggregates = new(errors, patterns, windows);
        _messages = new(errors, windows);
        _segments = new(errors, windows);
    }

    protected override Rule All(ImmutableArray<Rule> parts) => new AllRule(parts);

    protected override Rule Any(ImmutableArray<Rule> parts) => new AnyRule(parts);

    protected override Rule Not(Rule part) => new NotRule(part);

    protected override Rule Leaf(string kind, Node node, int depth) => kind switch
    {
        "everyone" => Everyone(node),
        "field" => Field(node),
        "did" => _events.Did(node, depth),
        "recency" => _events.Recency(node, depth),
        "sequence" => _events.Sequence(node, depth),
        "aggregate" => _aggregates.Aggregate(node, depth),
        "same" => _aggregates.Same(node, depth),
        "message" => _messages.Message(node),
        "form" => _messages.Form(node),
        "steady" => Steady(node),
        "segmentChange" => _segments.Change(node),
        "segment" => _segments.Segment(node),
        "list" => _segments.List(node),
        "journey" => _segments.Journey(node),
        "tag" => Tag(node),
        "consent" => Consent(node),
        "canReceive" => CanReceive(node),
        "top" => Top(node),
        _ => new EveryoneRule(),
    };

    private EveryoneRule Everyone(Node node)
    {
        _errors.ExpectMembers(node, "everyone");
        if (node["everyone"]!.Kind != JsonTokenType.True)
        {
            _errors.Fail(node["everyone"]!, "'everyone' can only be true", "true");
        }

        return new();
    }

    private TagRule Tag(Node node)
    {
        _errors.ExpectMembers(node, "tag");
        return new(_errors.NeededText(node, "tag", "a tag"));
    }

    private ConsentRule Consent(Node node)
    {
        _errors.ExpectMembers(node, "consent", "purpose", "is");
        _errors.Among(node["consent"], [.. ContactChannels.Names]);
        _errors.NeededText(node, "is", "granted, denied or unknown");
        _errors.Among(node["is"], [.. ContactChannels.States]);
        var purpose = node["purpose"] is null ? null : _errors.NeededText(node, "purpose", "a purpose");
        if (purpose?.Length > ContactChannels.TextLength)
        {
            _errors.Fail(node["purpose"]!, $"A purpose has at most {ContactChannels.TextLength} characters");
        }

        return new(ContactChannels.Find(node["consent"]!.Text), purpose, ContactChannels.State(node["is"]?.Text ?? "") ?? default);
    }

    private CanReceiveRule CanReceive(Node node)
    {
        _errors.ExpectMembers(node, "canReceive");
        _errors.Among(node["canReceive"], [.. ContactChannels.Reachable]);
        return new(ContactChannels.Find(node["canReceive"]!.Text));
    }

    private TopRule Top(Node node)
    {
        _errors.ExpectMembers(node, "top", "by");
        if (!TopShare.IsPercent(node["top"]!.Number))
        {
            _errors.Fail(node["top"]!, "'top' is out of range", TopShare.Expected);
        }

        var field = _errors.NeededText(node, "by", "the name of a figure");
        _errors.Among(node["by"], [.. TopShare.Fields]);
        return new(TopShare.Of(node["top"]!.Number, field) ?? default);
    }

    private FieldRule Field(Node node)
    {
        _errors.ExpectMembers(node, "field", "op", "value");
        return SubjectOf(node, "field") is { } subject ? new(subject.Name, _comparisons.Read(node, subject)) : new("", new(ComparisonOperator.Known));
    }

    private SteadyRule Steady(Node node)
    {
        _errors.ExpectMembers(node, "steady", "is", "op", "value");
        var value = _errors.Needed(node, "is", "a value");
        var op = _errors.NeededText(node, "op", "\"longerThan\" or \"shorterThan\"");
        _errors.Among(node["op"], ["longerThan", "shorterThan"]);
        var age = _comparisons.Duration(_errors.Needed(node, "value", "a length of time"));
        var subject = SubjectOf(node, "steady") ?? Subject.Property("");
        if (subject.IsYearly)
        {
            _errors.Fail(node["steady"]!, Subject.NotSteady(subject.Name));
        }

        return new(subject.Name, _comparisons.Value(value, subject, Operators.Of(ComparisonOperator.Equal)), op == "shorterThan" ? AgeOperator.LessThan : AgeOperator.MoreThan, age);
    }

    private Subject? SubjectOf(Node node, string member)
    {
        var name = _errors.NeededText(node, member, "the name of a field");
        if (Subject.Field(name) is { } subject)
        {
            return subject;
        }

        var isReserved = CustomerFields.Reserved.Contains(name);
        _errors.Fail(
            node[member] ?? node,
            isReserved ? NotYet.Message(name) : $"Unknown field '{name}'",
            isReserved ? null : "a field such as country or traits.plan",
            isReserved ? null : Suggest.Nearest(name, CustomerFields.All.Select(static field => field.Name)));
        return null;
    }
}
