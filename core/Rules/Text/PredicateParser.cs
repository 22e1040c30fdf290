using System.Collections.Immutable;

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
        var path = _cursor.ParsePath(", or conditions in parentheses");
        return _cursor.At("(")
            ? new ElementPredicate(path, Elements(path))
            : new PropertyPredicate(path, _comparisons.Parse(Subject.Property(path)));
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
