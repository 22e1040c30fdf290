using System.Collections.Immutable;
using Crm.Core.Customers;

namespace Crm.Core.Rules.Text;

/// <summary>Rules, by the word that they begin with.</summary>
internal sealed class RuleParser(Cursor cursor) : LogicParser<Rule>(cursor)
{
    private readonly Cursor _cursor = cursor;
    private readonly EventParser _events = new(cursor);
    private readonly ConsentParser _consents = new(cursor);
    private readonly ComparisonParser _comparisons = new(cursor);

    public override Rule Leaf() =>
        _cursor.TryTake("everyone") ? new EveryoneRule()
        : _cursor.TryTake("did") ? _events.Did()
        : _cursor.TryTake("first") ? _events.Recency(Occurrence.First)
        : _cursor.TryTake("last") ? _events.Recency(Occurrence.Last)
        : _cursor.TryTake("has") ? Tag()
        : _cursor.TryTake("consent") ? _consents.Consent()
        : _cursor.TryTake("can") ? _consents.CanReceive()
        : _cursor.TryTake("top") ? TopParser.Parse(_cursor)
        : Field();

    protected override Rule All(ImmutableArray<Rule> parts) => new AllRule(parts);

    protected override Rule Any(ImmutableArray<Rule> parts) => new AnyRule(parts);

    protected override Rule Not(Rule part) => new NotRule(part);

    private TagRule Tag()
    {
        _cursor.Expect("tag");
        if (_cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            _cursor.Unexpected("a tag in quotes", []);
        }

        return new(_cursor.Take().Text);
    }

    private FieldRule Field()
    {
        var token = _cursor.Current;
        if (token.Kind == TokenKind.Word && CustomerFields.Reserved.Contains(token.Text))
        {
            _cursor.Fail(token, NotYet.Message(token.Text));
        }

        if (token.Kind != TokenKind.Word || Subject.Field(token.Text) is not { } subject)
        {
            _cursor.Unexpected("a field such as country or traits.plan, or did, first, last, has tag, consent, can receive, top, everyone", Vocabulary.Starts);
            return new("", new(ComparisonOperator.Known));
        }

        _cursor.Take();
        return new(subject.Name, _comparisons.Parse(subject));
    }
}
