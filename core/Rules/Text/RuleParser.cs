using System.Collections.Immutable;
using Crm.Core.Customers;
using Crm.Core.Rules.Completion;

namespace Crm.Core.Rules.Text;

/// <summary>Rules, by the word that they begin with.</summary>
internal sealed class RuleParser(Cursor cursor) : LogicParser<Rule>(cursor)
{
    private readonly Cursor _cursor = cursor;
    private readonly EventParser _events = new(cursor);
    private readonly ConsentParser _consents = new(cursor);
    private readonly ComparisonParser _comparisons = new(cursor);
    private readonly ValueParser _values = new(cursor);
    private readonly AggregateParser _aggregates = new(cursor);
    private readonly MessageParser _messages = new(cursor);
    private readonly SegmentParser _segments = new(cursor);

    public override Rule Leaf() =>
        _cursor.TryTake("everyone") ? new EveryoneRule()
        : _cursor.TryTake("did") ? _events.Did()
        : _cursor.TryTake("first") ? _events.Recency(Occurrence.First)
        : _cursor.TryTake("last") ? _events.Recency(Occurrence.Last)
        : _cursor.TryTake("has") ? Tag()
        : _cursor.TryTake("consent") ? _consents.Consent()
        : _cursor.TryTake("can") ? _consents.CanReceive()
        : _cursor.TryTake("in") ? _segments.In()
        : _cursor.TryTake("entered") ? _segments.Change(entered: true)
        : _cursor.TryTake("left") ? _segments.Change(entered: false)
        : _cursor.TryTake("top") ? TopParser.Parse(_cursor)
        : _cursor.TryTake("same") ? _aggregates.Same()
        : _cursor.TryTake("submitted") ? _messages.Form()
        : Aggregate() ?? (Rule?)Message() ?? Field();

    protected override Rule All(ImmutableArray<Rule> parts) => new AllRule(parts);

    protected override Rule Any(ImmutableArray<Rule> parts) => new AnyRule(parts);

    protected override Rule Not(Rule part) => new NotRule(part);

    private TagRule Tag()
    {
        _cursor.Expect("tag");
        _cursor.AtEnd?.Slot = CompletionSlot.Tag;
        if (_cursor.Current is not { Kind: TokenKind.String, Text.Length: > 0 })
        {
            _cursor.Unexpected("a tag in quotes", []);
        }

        return new(_cursor.Take().Text);
    }

    private AggregateRule? Aggregate()
    {
        var form = Array.Find(Aggregates.All, form => Begins(form.Text));
        return form.Text is null ? null : _aggregates.Aggregate(form.Kind);
    }

    private MessageRule? Message()
    {
        var form = Array.Find(Messages.All, form => Begins(form.Text));
        return form.Text is null ? null : _messages.Message(form.Action);
    }

    /// <summary>Takes the words if the first of them is here: then the others must be.</summary>
    private bool Begins(string words)
    {
        var begins = _cursor.At(words) || _cursor.Current.Is(words.Split(' ')[0]);
        if (begins)
        {
            _cursor.Expect(words);
        }

        return begins;
    }

    private Rule Field()
    {
        _cursor.AtEnd?.Slot = CompletionSlot.Field;
        var token = _cursor.Current;
        if (token.Kind == TokenKind.Word && CustomerFields.Reserved.Contains(token.Text))
        {
            _cursor.Fail(token, NotYet.Message(token.Text));
        }

        if (token.Kind != TokenKind.Word || Subject.Field(token.Text) is not { } subject)
        {
            _cursor.Unexpected("a field such as country or traits.plan, or did, first, last, has tag, consent, can receive, in segment, top, everyone", Vocabulary.Starts);
            return new EveryoneRule();
        }

        _cursor.Take();
        var isSteady = (!subject.IsYearly && _cursor.At("has been")) || _cursor.Current.Is("has");
        return isSteady ? Steady(token, subject) : new FieldRule(subject.Name, _comparisons.Parse(subject));
    }

    private SteadyRule Steady(Token token, Subject subject)
    {
        if (subject.IsYearly)
        {
            _cursor.Fail(token, Subject.NotSteady(subject.Name));
        }

        _cursor.Expect("has been");
        var value = _values.Single(subject, Operators.Of(ComparisonOperator.Equal));
        _cursor.Expect("for");
        var op = _cursor.ParseAge();
        return new(subject.Name, value, op, _cursor.ParseDuration());
    }
}
