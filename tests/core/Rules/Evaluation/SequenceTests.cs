using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class SequenceTests
{
    [Theory]
    [InlineData("A B", "A@10:00 B@11:00", true)]
    [InlineData("A B", "B@10:00 A@11:00", false)]
    [InlineData("A B", "B@11:00 A@10:00", true)] // A came late
    [InlineData("A B", "A@10:00 B@10:00", true)] // one instant: by offset
    [InlineData("A B", "B@10:00 A@10:00", false)]
    [InlineData("A A", "A@10:00", false)] // one event serves one step of a match
    [InlineData("A A", "A@10:00 A@10:00", true)]
    [InlineData("A B A", "A@10:00 B@11:00", false)]
    [InlineData("A B A", "A@10:00 B@11:00 A@12:00", true)]
    [InlineData("A B C", "A@10:00 C@11:00 B@12:00 C@13:00", true)]
    [InlineData("A B C", "B@09:00 A@10:00 C@11:00", false)]
    public void Steps_HoldInStrictOrder(string steps, string events, bool expected) => Assert.Equal(expected, Told(Sequence(steps), events).IsMember);

    [Theory]
    [InlineData("A@10:00 B@12:00", true)] // both ends belong to it
    [InlineData("A@10:00 B@12:01", false)]
    [InlineData("A@08:00 A@10:00 B@12:00", true)] // the latest first step counts
    public void Within_BoundsFirstToLastInclusive(string events, bool expected) =>
        Assert.Equal(expected, Told(Sequence("A B", within: Hours(2)), events).IsMember);

    [Fact]
    public void Within_OfMonths_GoesByTheCalendar()
    {
        var rule = Sequence("A B", within: Months(1));
        Assert.True(new Fold(rule).Observe("A", "01-31 10:00").Observe("B", "02-28 10:00").IsMember);
        Assert.False(new Fold(rule).Observe("A", "01-31 10:00").Observe("B", "02-28 10:01").IsMember);

        // A later first step can have the earlier bound: of the 30th at 18:00 and the 31st at 10:00, both end on 28 February.
        Assert.True(new Fold(rule).Observe("A", "01-30 18:00").Observe("A", "01-31 10:00").Observe("B", "02-28 15:00").IsMember);
    }

    [Fact]
    public void Window_HoldsTheFirstStep()
    {
        var fold = Told(Sequence("A B", inTheLast: Hours(5)), "A@10:00 A@11:00 B@12:00 A@13:00");
        Assert.True(fold.IsMember);
        Assert.Equal(At("16:00"), fold.Next);
        Assert.False(fold.To("16:00").IsMember);
        Assert.True(fold.Observe("B", "17:00").IsMember); // after the A of 13:00
        Assert.Equal(At("18:00"), fold.Next);
    }

    [Fact]
    public void Window_OfMonths_EndsWithTheFirstStepThatStaysLongest()
    {
        var fold = new Fold(Sequence("A B", inTheLast: Months(1))).Observe("A", "01-30 18:00").Observe("A", "01-31 10:00").Observe("B", "02-01 00:00");
        Assert.Equal(At("02-28 18:00"), fold.Next);
        Assert.True(fold.To("02-28 10:00").Restore().Observe("B", "02-28 12:00").IsMember);
        Assert.False(fold.To("02-28 18:00").IsMember);
    }

    [Fact]
    public void Window_OfMonths_KeepsWhatALateFirstStepCanNeed()
    {
        // The B's own month is over at 10:00; an A before it, read only after that, stays until 18:00.
        var fold = new Fold(Sequence("A B", inTheLast: Months(1))).Observe("B", "01-31 10:00").Observe("A", "02-28 12:00");
        Assert.True(fold.Observe("A", "01-30 18:00", now: "02-28 12:30").IsMember);
        Assert.Equal(At("02-28 18:00"), fold.Next);
    }

    [Fact]
    public void Ever_OnceMatched_StaysAndHoldsNothing()
    {
        var fold = Told(Sequence("A B C"), "A@10:00 B@11:00 C@12:00");
        Assert.True(fold.IsMember);
        Assert.Equal(Instant.Never, fold.Next);
        fold.Restore().Observe("A", "13:00").Observe("C", "14:00");
        Assert.True(fold.IsMember);
    }

    [Fact]
    public void ThenNot_BecomesTrueAfterTheWait_AndEndsWithTheNext()
    {
        var fold = Told(Sequence("A !Z", within: Hours(2)), "A@10:00");
        Assert.False(fold.IsMember);
        Assert.Equal(At("12:00"), fold.Next);
        Assert.False(fold.Settle(At("12:00").PlusMilliseconds(-1)).IsMember);
        Assert.True(fold.Settle(At("12:00")).IsMember);
        Assert.Equal(Instant.Never, fold.Next);
        Assert.False(fold.Observe("Z", "15:00").IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Theory]
    [InlineData("A@10:00 Z@11:00", false)]
    [InlineData("Z@10:00 A@10:00", true)] // before it in the order
    [InlineData("A@10:00 Z@10:00", false)] // after it
    [InlineData("A@10:00 Z@10:30 A@11:00", true)] // the next A has none after it
    [InlineData("Z@10:30 A@11:00 A@10:00", true)]
    [InlineData("Z@11:30 A@11:00 A@10:00", false)] // both came late
    [InlineData("B@09:00 A@10:00", true)]
    public void ThenNot_GoesByOrder_AlsoOfLateEvents(string events, bool expected) =>
        Assert.Equal(expected, Told(Sequence("A !Z", within: Hours(2)), events).To("14:00").IsMember);

    [Fact]
    public void ThenNot_OfTheSameEvent_LetsTheNewestStand()
    {
        var fold = Told(Sequence("A !A", within: Hours(2)), "A@10:00 A@11:00");
        Assert.Equal(At("13:00"), fold.Next);
        Assert.True(fold.To("13:00").IsMember);
        Assert.False(fold.Observe("A", "14:00").IsMember);
    }

    [Fact]
    public void ThenNot_WithoutWait_HoldsAtOnce() => Assert.True(Told(Sequence("A !Z"), "A@10:00").IsMember);

    [Fact]
    public void ThenNot_InAWindow_IsTrueWhileAnyMatchIs()
    {
        // A@10 is in from 12 to 14, A@15 from 17 to 19: two stretches with a gap.
        var fold = Told(Sequence("A !Z", within: Hours(2), inTheLast: Hours(4)), "A@10:00 A@15:00").To("20:00");
        Assert.Equal(["12:00", "14:00", "17:00", "19:00"], fold.Flips.Select(flip => flip.At.ToString()[11..16]));

        // A@10 and A@11 meet without a gap.
        fold = Told(Sequence("A !Z", within: Hours(2), inTheLast: Hours(4)), "A@10:00 A@11:00").To("20:00");
        Assert.Equal(["12:00", "15:00"], fold.Flips.Select(flip => flip.At.ToString()[11..16]));
    }

    [Fact]
    public void ThenNot_AfterAWaitLongerThanTheWindow_IsNeverTrue()
    {
        var fold = Told(Sequence("A !Z", within: Hours(5), inTheLast: Hours(4)), "A@10:00");
        Assert.Equal(Instant.Never, fold.Next);
        Assert.Empty(fold.To("20:00").Flips);
    }

    // Seen to fail where an only step counts as following an earlier first one that stays longer: both leave the window as their wait ends.
    [Fact]
    public void ThenNot_AfterAWaitAsLongAsAWindowOfMonths_IsNeverTrue()
    {
        var fold = new Fold(Sequence("A !Z", within: Months(1), inTheLast: Months(1))).Observe("A", "01-29 23:30").Observe("A", "01-30 01:00");
        Assert.Equal(Instant.Never, fold.Next);
        Assert.Empty(fold.To("03-10 00:00").Flips);
    }

    [Fact]
    public void ThenNot_BetweenTheSteps_ForbidsNothing() =>
        Assert.True(Told(Sequence("A B !Z", within: Hours(2)), "A@10:00 Z@11:00 B@12:00").To("14:00").IsMember);

    [Fact]
    public void Steps_TooMany_AreRefusedByName()
    {
        var rule = new SequenceRule([.. Enumerable.Repeat(Pattern("A"), EvaluationLimits.SequenceSteps + 1)], null, null, null);
        var error = Assert.Throws<ArgumentException>(() => Compiled(rule));
        Assert.Contains("s0", error.Message, StringComparison.Ordinal);
        Compiled(rule with { Steps = rule.Steps[1..], ThenNot = Pattern("Z") });
    }

    /// <summary>Events such as A@10:00, in the order in which they are read; now is the latest instant.</summary>
    private static Fold Told(Rule rule, string events)
    {
        var fold = new Fold(rule);
        foreach (var e in events.Split(' '))
        {
            fold.Observe(e[..1], e[2..]);
        }

        return fold;
    }

    [Fact]
    public void BetweenTwoLengthsAgo_ALaterLastStepCanHaveWaitedFirst()
    {
        var rule = new SequenceRule([Pattern("A"), Pattern("B")], Pattern("C"), Months(1), new AgoWindow(Hours(6), Months(12)));
        var fold = new Fold(rule).Observe("A", "01-30 00:00").Observe("B", "01-30 12:00").Observe("B", "01-31 10:00");
        Assert.Equal(At("02-28 10:00"), fold.Next); // the day that the 31st of February is; for the 30th it is the 28th at 12:00
        Assert.True(fold.To(fold.Next).IsMember);
        Assert.False(fold.Observe("C", "03-01 00:00").IsMember);
    }
}
