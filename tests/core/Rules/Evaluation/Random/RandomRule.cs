using Crm.Core.Events;
using Crm.Core.Rules;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Tests.Rules.Evaluation.Random;

/// <summary>Random rules over few names and round lengths, so that they meet often.</summary>
internal static class RandomRule
{
    public static Rule Any(Draw draw, int depth = 2) => draw.Below(depth > 0 ? 10 : 6) switch
    {
        6 or 7 => new AllRule([.. draw.Some(0, 3, () => Any(draw, depth - 1))]),
        8 => new AnyRule([.. draw.Some(0, 3, () => Any(draw, depth - 1))]),
        9 => new NotRule(Any(draw, depth - 1)),
        _ => Leaf(draw),
    };

    public static Rule Leaf(Draw draw) => draw.Below(14) switch
    {
        0 or 1 => Did(draw),
        2 => draw.Chance(50) ? Did(draw) : FirstTime(draw),
        3 => Recency(draw),
        4 or 5 or 6 => Sequence(draw),
        7 or 8 => new FieldRule(draw.One(RandomCustomer.Fields), RandomComparison.Any(draw)),
        9 or 10 => Aggregate(draw),
        11 => Same(draw),
        12 => new JourneyRule("welcome"),
        _ => draw.Chance(80) ? new TagRule(draw.One(RandomCustomer.Tags)) : new EveryoneRule(),
    };

    /// <summary>Rules of segments s0, s1 and so on, of which some read others, but none in a circle.</summary>
    public static Rule[] Segments(Draw draw, int count)
    {
        var (rules, places) = (new Rule[count], new List<int>());
        for (var left = Enumerable.Range(0, count).ToList(); left.Count > 0;)
        {
            var place = left[draw.Below(left.Count)];
            left.Remove(place);
            rules[place] = places.Count > 0 && draw.Chance(60) ? Reading(draw, [.. places.Select(static known => $"s{known}")]) : draw.Chance(30) ? Steady(draw) : Any(draw);
            places.Add(place);
        }

        return rules;
    }

    public static SteadyRule Steady(Draw draw) =>
        new(draw.One(RandomCustomer.Fields), RandomComparison.AnyValue(draw), draw.One(AgeOperator.MoreThan, AgeOperator.LessThan), Duration(draw));

    private static Rule Reading(Draw draw, string[] segments)
    {
        Rule One() => draw.Chance(50) ? new SegmentRule(draw.One(segments)) : new SegmentChangeRule(draw.Chance(60), draw.One(segments), Window(draw));
        return draw.Below(4) switch
        {
            0 => One(),
            1 => new NotRule(One()),
            2 => new AllRule([One(), Any(draw, 1), One()]),
            _ => new AnyRule([Steady(draw), One(), Any(draw, 1)]),
        };
    }

    public static Rule EventLeaf(Draw draw) => draw.Below(6) switch
    {
        4 => Aggregate(draw),
        5 => Same(draw),
        0 => Did(draw),
        1 => Recency(draw),
        2 => FirstTime(draw),
        _ => Sequence(draw),
    };

    public static CalendarDuration Duration(Draw draw) => draw.Chance(70)
        ? Given.Hours(draw.One(1, 2, 3, 6, 24, 48, 72))
        : new(draw.One(1, 1, 2, 12), draw.Chance(80) ? 0 : 3_600_000 * draw.One(1, 24));

    private static DidRule Did(Draw draw) =>
        new(Pattern(draw), new(draw.One(TimesOperator.AtLeast, TimesOperator.AtMost, TimesOperator.Exactly), draw.One(0, 1, 1, 1, 2, 3)), Window(draw));

    private static FirstTimeRule FirstTime(Draw draw) => new(Pattern(draw), Window(draw));

    private static RecencyRule Recency(Draw draw) =>
        new(draw.One(Occurrence.First, Occurrence.Last), Pattern(draw), draw.One(AgeOperator.MoreThan, AgeOperator.LessThan), Duration(draw));

    private static SequenceRule Sequence(Draw draw) =>
        new([.. draw.Some(1, 3, () => Pattern(draw))], draw.Chance(50) ? Pattern(draw) : null, Maybe(draw, 60), Window(draw));

    private static AggregateRule Aggregate(Draw draw)
    {
        var kind = draw.One(Enum.GetValues<AggregateKind>());
        var number = kind == AggregateKind.CountDistinct ? draw.Below(4) : draw.One(0m, 1m, 2m, 10m, 3.5m, -10m, 12m);
        var op = draw.One(
            ComparisonOperator.Equal, ComparisonOperator.NotEqual, ComparisonOperator.Less, ComparisonOperator.LessOrEqual, ComparisonOperator.Greater, ComparisonOperator.GreaterOrEqual);
        return new(kind, RandomPredicate.Path(draw), Pattern(draw), Window(draw), new(op) { Value = Value.Of(number) });
    }

    private static SameRule Same(Draw draw) => new(RandomPredicate.Path(draw), Pattern(draw), draw.One(1, 2, 2, 3), Window(draw));

    private static Window? Window(Draw draw) => draw.Below(10) switch
    {
        < 2 => null,
        < 5 => new LastWindow(Duration(draw)),
        < 7 => Ago(draw),
        7 => new DateWindow(Date(draw), draw.Chance(60) ? Date(draw) : default),
        _ => new CalendarWindow(draw.One(Enum.GetValues<CalendarPeriod>())),
    };

    private static AgoWindow Ago(Draw draw)
    {
        var (one, other) = (Duration(draw), Duration(draw));
        return one.CompareTo(other) < 0 ? new(one, other) : new(other, new(one.Months, one.Milliseconds + 3_600_000));
    }

    private static Value Date(Draw draw)
    {
        var at = RandomHistory.Instant(draw);
        return draw.Chance(50) ? Value.Of(at) : Value.Of(at.ToString()[..10]);
    }

    private static CalendarDuration? Maybe(Draw draw, int percent) => draw.Chance(percent) ? Duration(draw) : null;

    private static EventPattern Pattern(Draw draw) =>
        new([.. draw.Some(1, 2, () => draw.One(RandomHistory.Names))], draw.Chance(25) ? RandomPredicate.Any(draw) : null) { Type = draw.Chance(92) ? EventType.Track : draw.One(EventType.Page, EventType.Screen) };
}
