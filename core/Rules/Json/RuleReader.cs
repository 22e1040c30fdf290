using System.Collections.Immutable;
using System.Text.Json;
using Crm.Core.Customers;
using Crm.Core.Profiles;
using Crm.Core.Rfm;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>R: rules, by the member that says what they are.</summary>
internal sealed class RuleReader(Errors errors) : LogicReader<Rule>(errors, ["everyone", "field", "did", "recency", "sequence", "tag", "consent", "canReceive", "top"])
{
    private readonly Errors _errors = errors;
    private readonly ComparisonReader _comparisons = new(errors);
    private readonly EventReader _events = new(errors, new(errors));

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
        var name = _errors.NeededText(node, "field", "the name of a field");
        if (Subject.Field(name) is { } subject)
        {
            return new(subject.Name, _comparisons.Read(node, subject));
        }

        var isReserved = CustomerFields.Reserved.Contains(name);
        _errors.Fail(
            node["field"] ?? node,
            isReserved ? NotYet.Message(name) : $"Unknown field '{name}'",
            isReserved ? null : "a field such as country or traits.plan",
            isReserved ? null : Suggest.Nearest(name, CustomerFields.All.Select(static field => field.Name)));
        return new("", new(ComparisonOperator.Known));
    }
}
