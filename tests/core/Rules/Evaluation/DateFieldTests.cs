using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Core.Values;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

/// <summary>Fields whose truth moves with time: the exact instants at which it does.</summary>
public sealed class DateFieldTests
{
    [Fact]
    public void MoreThanAgo_TurnsTrueAtTheDatePlusTheAge() =>
        Assert.Equal(["+03-31T10:00"], Flips(ComparisonOperator.OlderThan, Days(30), Value.Of(At("03-01 10:00")), "03-01 12:00", "05-01 00:00"));

    [Fact]
    public void MoreThanAgo_OfABareDate_CountsFromItsStart() =>
        Assert.Equal(["+03-31T00:00"], Flips(ComparisonOperator.OlderThan, Days(30), Value.Of("2017-03-01"), "03-01 12:00", "05-01 00:00"));

    [Fact]
    public void LessThanAgo_IsTrueFromTheDateUntilTheAge() =>
        Assert.Equal(["+03-05T00:00", "-03-07T00:00"], Flips(ComparisonOperator.NewerThan, Days(2), Value.Of("2017-03-05"), "03-01 12:00", "05-01 00:00"));

    [Fact]
    public void InTheNext_IsTrueFromTheDateLessTheLengthUntilTheDate()
    {
        var date = Value.Of(At("03-10 10:00"));
        Assert.Equal(["+03-08T10:00", "-03-10T10:00"], Flips(ComparisonOperator.WithinNext, Days(2), date, "03-01 12:00", "05-01 00:00"));
        Assert.Equal(["+02-10T10:00", "-03-10T10:00"], Flips(ComparisonOperator.WithinNext, Months(1), date, "01-01 12:00", "05-01 00:00"));
    }

    [Fact]
    public void InTheNextMonth_AtAMonthsEnd_FlipsWhereNowPlusAMonthPassesTheDate()
    {
        // A month after any of 28 to 31 January is 28 February at that time of day.
        Assert.Equal(
            ["+01-28T15:00", "-01-29T00:00", "+01-29T15:00", "-01-30T00:00", "+01-30T15:00", "-01-31T00:00", "+01-31T15:00", "-02-28T15:00"],
            Flips(ComparisonOperator.WithinNext, Months(1), Value.Of(At("02-28 15:00")), "01-01 00:00", "03-01 00:00"));

        // There is no 31 February: from 1 March on, a month reaches past 31 March.
        Assert.Equal(
            ["+03-01T00:00", "-03-31T15:00"], Flips(ComparisonOperator.WithinNext, Months(1), Value.Of(At("03-31 15:00")), "01-01 00:00", "04-02 00:00"));
    }

    [Theory]
    [InlineData(ComparisonOperator.OlderThan)]
    [InlineData(ComparisonOperator.NewerThan)]
    [InlineData(ComparisonOperator.WithinNext)]
    public void WhatIsNoDate_NeverHolds(ComparisonOperator comparison)
    {
        foreach (var value in new[] { default, Value.Of("soon"), Value.Of(20170301), Value.Of(true) })
        {
            Assert.Empty(Flips(comparison, Days(2), value, "03-01 00:00", "05-01 00:00"));
        }
    }

    [Fact]
    public void LongestLengths_StayInTheCalendar()
    {
        foreach (var length in new CalendarDuration[] { new(1200, 36525 * 86_400_000L), new(0, long.MaxValue / 2), new(int.MaxValue, 0) })
        {
            Assert.Empty(Flips(ComparisonOperator.OlderThan, length, Value.Of("2017-03-01"), "03-01 00:00", "05-01 00:00"));
            Assert.Equal(["+03-01T00:00", "-04-01T00:00"], Flips(ComparisonOperator.WithinNext, length, Value.Of("2017-04-01"), "03-01 00:00", "05-01 00:00"));
        }
    }

    private static IEnumerable<string> Flips(ComparisonOperator comparison, CalendarDuration age, Value value, string from, string to)
    {
        var fold = new Fold(new FieldRule("traits.date", new(comparison) { Age = age }));
        fold.Customer["traits.date"] = value;
        fold.To(from).To(to);
        return fold.Flips.Select(static (SegmentFlip flip) => (flip.Entered ? "+" : "-") + flip.At.ToString()[5..16]);
    }
}
