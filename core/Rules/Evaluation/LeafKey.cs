using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Crm.Core.Events;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Rules.Evaluation;

/// <summary>
/// A canonical text of an event leaf: equal for leaves that mean the same and hold the same state, and for no others. It
/// is what tells across definition versions whether a customer's state can stay. What homes hand over is logged by it, so it
/// never comes out otherwise, the names of the enums in it included.
/// </summary>
internal sealed class LeafKey
{
    private readonly StringBuilder _text = new();

    public static string Of(Rule rule, TimeZoneInfo zone)
    {
        var key = new LeafKey();
        key.Word(zone.Id);
        return rule switch
        {
            DidRule did => key.Word("did").Pattern(did.Event).Word(did.Times.Operator).Word(did.Times.Count).Window(did.Window).ToString(),
            FirstTimeRule first => key.Word("first").Pattern(first.Event).Window(first.Window).ToString(),
            RecencyRule recency => key.Word("recency").Word(recency.Which).Pattern(recency.Event).Word(recency.Operator).Duration(recency.Age).ToString(),
            AggregateRule sum => key.Word("aggregate").Word(sum.Kind).Word(sum.Property).Pattern(sum.Event).Window(sum.Window).Comparison(sum.Comparison).ToString(),
            SameRule same => key.Word("same").Word(same.Property).Pattern(same.Event).Word(same.Count).Window(same.Window).ToString(),
            SteadyRule steady => key.Word("steady").Word(steady.Field).Value(steady.Value).Word(steady.Operator).Duration(steady.Age).ToString(),
            SegmentChangeRule change => key.Word(change.Entered ? "entered" : "left").Word(change.Segment).Window(change.Window).ToString(),
            SequenceRule sequence => key.Word("sequence").Steps(sequence).Duration(sequence.Within).Window(sequence.Window).ToString(),
            _ => throw new ArgumentException($"{rule.GetType().Name} is not about events.", nameof(rule)),
        };
    }

    public override string ToString() => _text.ToString();

    private LeafKey Steps(SequenceRule sequence)
    {
        Word(sequence.Steps.Length);
        foreach (var step in sequence.Steps)
        {
            Pattern(step);
        }

        return sequence.ThenNot is null ? Word("-") : Pattern(sequence.ThenNot);
    }

    private LeafKey Pattern(EventPattern pattern)
    {
        if (pattern.Type != EventType.Track)
        {
            Word(pattern.Type); // a number of names could not stand here
        }

        ImmutableArray<string> names = [.. pattern.Names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Word(names.Length);
        foreach (var name in names)
        {
            Word(name);
        }

        return pattern.Where is null ? Word("-") : Predicate(pattern.Where);
    }

    private LeafKey Predicate(Predicate predicate) => predicate switch
    {
        AllPredicate all => Word("all").Predicates(all.Parts),
        AnyPredicate any => Word("any").Predicates(any.Parts),
        NotPredicate not => Word("not").Predicate(not.Part),
        ElementPredicate element => Word("element").Word(element.Path).Predicate(element.Inner),
        PropertyPredicate property => Word("property").Word(property.Path).Comparison(property.Comparison),
        _ => throw new ArgumentException($"Unknown predicate {predicate.GetType().Name}.", nameof(predicate)),
    };

    private LeafKey Predicates(ImmutableArray<Predicate> parts)
    {
        Word(parts.Length);
        foreach (var part in parts)
        {
            Predicate(part);
        }

        return this;
    }

    private LeafKey Comparison(Comparison comparison)
    {
        Word(comparison.Operator).Value(comparison.Value).Value(comparison.Low).Value(comparison.High).Duration(comparison.Age);
        Word(comparison.Values.Length);
        foreach (var value in comparison.Values)
        {
            Value(value);
        }

        return this;
    }

    private LeafKey Value(Value value) => Word(value.Kind).Word(value.Kind == ValueKind.Text ? value.AsText : value.AsNumber);

    private LeafKey Window(Window? window) => window switch
    {
        null => Duration(null),
        LastWindow last => Duration(last.Length), // as it was when there was no other
        AgoWindow ago => Word("ago").Duration(ago.Least).Duration(ago.Most),
        DateWindow dates => Word("dates").Value(dates.From).Value(dates.To),
        CalendarWindow calendar => Word("calendar").Word(calendar.Period),
        _ => throw new ArgumentException($"Unknown window {window.GetType().Name}.", nameof(window)),
    };

    private LeafKey Duration(CalendarDuration? duration) =>
        duration is { } known ? Word(known.Months).Word(known.Milliseconds) : Word("-").Word("-");

    /// <summary>With its length in front, so that no two lists of words read alike.</summary>
    private LeafKey Word(object word)
    {
        var text = Convert.ToString(word, CultureInfo.InvariantCulture)!;
        _text.Append(CultureInfo.InvariantCulture, $"{text.Length}:{text}");
        return this;
    }
}
