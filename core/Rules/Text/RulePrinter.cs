using System.Collections.Immutable;
using System.Globalization;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Rules.Text;

/// <summary>The canonical text of a rule.</summary>
internal static class RulePrinter
{
    public static string Print(Rule rule) => rule switch
    {
        AllRule { Parts: [var only] } => Print(only),
        AnyRule { Parts: [var only] } => Print(only),
        AllRule { Parts.Length: > 1 } all => Join(" and ", all.Parts, Nested),
        AnyRule { Parts.Length: > 1 } any => Join(" or ", any.Parts, static part => part is AllRule { Parts.Length: > 1 } ? Print(part) : Nested(part)),
        NotRule not => $"not {Nested(not.Part)}",
        EveryoneRule => "everyone",
        FieldRule field => $"{Names.Print(field.Field)} {ComparisonPrinter.Print(field.Comparison)}",
        TagRule tag => $"has tag {Quoted.Print(tag.Tag)}",
        ConsentRule { Purpose: { } purpose } consent => $"consent {consent.Channel.Name()} for {Quoted.Print(purpose)} = {consent.State.Name()}",
        ConsentRule consent => $"consent {consent.Channel.Name()} = {consent.State.Name()}",
        CanReceiveRule can => $"can receive {can.Channel.Name()}",
        DidRule did => $"did {Print(did.Event)}{TimesParser.Print(did.Times)}{Windows.Print(did.Window)}",
        TopRule top => string.Create(CultureInfo.InvariantCulture, $"top {top.Share.Percent} % by {top.Share.Field}"),
        FirstTimeRule first => $"did {Print(first.Event)} for the first time{Windows.Print(first.Window)}",
        RecencyRule recency => Print(recency),
        SequenceRule sequence => Print(sequence),
        AggregateRule aggregate => Aggregates.Print(aggregate),
        SameRule same => Aggregates.Print(same),
        MessageRule message => Messages.Print(message),
        FormRule form => Messages.Print(form),
        SegmentRule segment => $"in segment {Quoted.Print(segment.Segment)}",
        SegmentChangeRule change => $"{(change.Entered ? "entered" : "left")} segment {Quoted.Print(change.Segment)}{Windows.Print(change.Window)}",
        ListRule list => $"in list {Quoted.Print(list.List)}",
        JourneyRule journey => $"in journey {Quoted.Print(journey.Automation)}",
        SteadyRule steady => $"{Names.Print(steady.Field)} has been {ComparisonPrinter.Print(steady.Value)} for {(steady.Operator == AgeOperator.MoreThan ? "more" : "less")} than {steady.Age}",
        _ => throw new ArgumentException($"Not a rule that has a text form: {rule}", nameof(rule)),
    };

    private static string Nested(Rule part) => part switch
    {
        AllRule { Parts: [var only] } => Nested(only),
        AnyRule { Parts: [var only] } => Nested(only),
        AllRule or AnyRule => $"({Print(part)})",
        _ => Print(part),
    };

    private static string Print(RecencyRule rule) =>
        $"{(rule.Which == Occurrence.First ? "first" : "last")} {Print(rule.Event)} {(rule.Operator == AgeOperator.MoreThan ? "more" : "less")} than {rule.Age} ago";

    private static string Print(SequenceRule rule)
    {
        var not = rule.ThenNot is { } pattern ? $" then not {Print(pattern)}" : "";
        var within = rule.Within is { } length ? $" within {length}" : "";
        return $"did {Join(" then ", rule.Steps, Print)}{not}{within}{Windows.Print(rule.Window)}";
    }

    public static string Print(EventPattern pattern)
    {
        var type = pattern.Type switch { EventType.Page => "page ", EventType.Screen => "screen ", _ => "" };
        var names = pattern.Names is [var only] ? $"{type}{Quoted.Print(only)}" : $"any of ({Join(", ", pattern.Names, Quoted.Print)})";
        return pattern.Where is { } where ? $"{names} where {PredicatePrinter.Where(where)}" : names;
    }

    internal static string Join<T>(string separator, ImmutableArray<T> parts, Func<T, string> print) => string.Join(separator, parts.Select(print));
}
