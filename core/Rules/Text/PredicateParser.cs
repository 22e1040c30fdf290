using System.Collections.Immutable;
using Crm.Core.Rules.Completion;

namespace Crm.Core.Rules.Text;

/// <summary>Conditions on an event's properties.</summary>
internal sealed class PredicateParser(Cursor cursor) : LogicParser<Predicate>(cursor)
{
    private readonly Cursor _cursor = cursor;
    private readonly ComparisonParser _comparisons = new(cursor);

    /// <summary>W: one comparison, or several in parentheses.</summary>
    public Predicate Where() => _cursor.At("(") ? Group() : Leaf();

    public override Predicate Leaf()
    {
        _cursor.AtEnd?.Slot = CompletionSlot.Property;
        var token = _cursor.Current;
        if (token.Kind is not (TokenKind.Word or TokenKind.String) || token.Is("and") || token.Is("or") || token.Is("not"))
        {
            _cursor.Unexpected("a property such as category or products.price, or conditions in parentheses", []);
        }
        else if (!Names.IsPath(token.Text))
        {
            _cursor.Fail(token, "A property with an empty name");
        }

        _cursor.Take();
        return _cursor.At("(")
            ? new ElementPredicate(token.Text, Elements(token.Text))
            : new PropertyPredicate(token.Text, _comparisons.Parse(Subject.Property(token.Text)));
    }

    private Predicate Elements(string path)
    {
        _cursor.Place?.Enter(path);
        var inner = Group();
        _cursor.Place?.Leave();
        return inner;
    }

    protected override Predicate All(ImmutableArray<Predicate> parts) => new AllPredicate(parts);

    protected override Predicate Any(ImmutableArray<Predicate> parts) => new AnyPredicate(parts);

    protected override Predicate Not(Predicate part) => new NotPredicate(part);
}
