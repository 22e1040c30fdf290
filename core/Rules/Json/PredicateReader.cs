using System.Collections.Immutable;
using Crm.Core.Rules.Text;

namespace Crm.Core.Rules.Json;

/// <summary>P: conditions on an event's properties.</summary>
internal sealed class PredicateReader(Errors errors, ComparisonReader comparisons) : LogicReader<Predicate>(errors, ["property"])
{
    private readonly Errors _errors = errors;

    protected override Predicate All(ImmutableArray<Predicate> parts) => new AllPredicate(parts);

    protected override Predicate Any(ImmutableArray<Predicate> parts) => new AnyPredicate(parts);

    protected override Predicate Not(Predicate part) => new NotPredicate(part);

    protected override Predicate Leaf(string kind, Node node, int depth)
    {
        if (kind != "property")
        {
            return new PropertyPredicate("", new(ComparisonOperator.Known));
        }

        var path = _errors.NeededText(node, "property", "the name of a property");
        if (!Names.IsPath(path))
        {
            _errors.Fail(node["property"]!, "A property with an empty name");
        }

        if (node["has"] is { } inner)
        {
            _errors.ExpectMembers(node, "property", "has");
            return new ElementPredicate(path, Read(inner, depth + 1));
        }

        _errors.ExpectMembers(node, "property", "op", "value", "has");
        return new PropertyPredicate(path, comparisons.Read(node, Subject.Property(path)));
    }
}
