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

    public static Rule Leaf(Draw draw) => draw.Below(10) switch
    {
        0 or 1 => Did(draw),
        2 => draw.Chance(50) ? Did(draw) : FirstTime(draw),
        3 => Recency(draw),
        4 or 5 or 6 => Sequence(draw),
        7 or 8 => new FieldRule(draw.One(RandomCustomer.Fields), RandomComparison.Any(draw)),
        _ => draw.Chance(80) ? new TagRule(draw.One(RandomCustomer.Tags)) : new EveryoneRule(),
    };

    public static Rule EventLeaf(Draw draw) => draw.Below(4) switch
    {
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
        new([.. draw.Some(1, 3, () => Pattern(draw))], draw.Chance(50) ? Pattern(draw) : null, Maybe(draw, 60), Window(draw) is var window and not AgoWindow ? window : null);

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
        new([.. draw.Some(1, 2, () => draw.One(RandomHistory.Names))], draw.Chance(25) ? RandomPredicate.Any(draw) : null);
}
