using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>A condition on an event's properties, compiled.</summary>
/// <remarks>An event never changes, so its properties are judged once: for <c>more than D ago</c> and the like, now is the event's own instant.</remarks>
internal abstract class EventPredicate
{
    /// <param name="json">The properties, or the element that an outer predicate binds.</param>
    /// <param name="at">The event's instant.</param>
    public abstract bool Holds(ReadOnlySpan<byte> json, Instant at);

    public static EventPredicate Compile(Predicate predicate, TimeZoneInfo zone) => predicate switch
    {
        AllPredicate all => new AllOf([.. all.Parts.Select(part => Compile(part, zone))]),
        AnyPredicate any => new AnyOf([.. any.Parts.Select(part => Compile(part, zone))]),
        NotPredicate not => new Negation(Compile(not.Part, zone)),
        PropertyPredicate property => new PropertyTest(PathOf(property.Path), ValueComparison.Compile(property.Comparison, zone)),
        ElementPredicate element => new ElementTest(PathOf(element.Path), Compile(element.Inner, zone)),
        _ => throw new ArgumentException($"Unknown predicate {predicate.GetType().Name}.", nameof(predicate)),
    };

    private static byte[][] PathOf(string path) => [.. path.Split('.').Select(Encoding.UTF8.GetBytes)];

    private sealed class AllOf(EventPredicate[] parts) : EventPredicate
    {
        public override bool Holds(ReadOnlySpan<byte> json, Instant at)
        {
            foreach (var part in parts)
            {
                if (!part.Holds(json, at))
                {
                    return false;
                }
            }

            return true;
        }
    }

    private sealed class AnyOf(EventPredicate[] parts) : EventPredicate
    {
        public override bool Holds(ReadOnlySpan<byte> json, Instant at)
        {
            foreach (var part in parts)
            {
                if (part.Holds(json, at))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private sealed class Negation(EventPredicate part) : EventPredicate
    {
        public override bool Holds(ReadOnlySpan<byte> json, Instant at) => !part.Holds(json, at);
    }

    /// <summary>A negation holds where no value at the path is equal (or known), so also where there is none.</summary>
    private sealed class PropertyTest(byte[][] path, ValueComparison comparison) : EventPredicate, IPropertyCondition
    {
        public override bool Holds(ReadOnlySpan<byte> json, Instant at) => PropertyReader.Any(json, path, this, at) != comparison.IsNegation;

        public bool Accepts(ReadOnlySpan<byte> json, Instant at) =>
            PropertyReader.Matches(json, comparison, at) || PropertyReader.AnyElement(json, [], this, at);
    }

    private sealed class ElementTest(byte[][] path, EventPredicate inner) : EventPredicate, IPropertyCondition
    {
        private readonly Element _element = new(inner);

        public override bool Holds(ReadOnlySpan<byte> json, Instant at) => PropertyReader.Any(json, path, this, at);

        public bool Accepts(ReadOnlySpan<byte> json, Instant at) => PropertyReader.AnyElement(json, [], _element, at);
    }

    private sealed class Element(EventPredicate inner) : IPropertyCondition
    {
        public bool Accepts(ReadOnlySpan<byte> json, Instant at) => inner.Holds(json, at);
    }
}
