using Crm.Core.Time;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class CountTests
{
    [Fact]
    public void Did_InTheLast_LeavesAtExactlyTheInstantPlusTheWindow()
    {
        var fold = new Fold(Did("A", inTheLast: Hours(2))).Observe("A", "10:00");
        Assert.True(fold.IsMember);
        Assert.Equal(At("12:00"), fold.Next);
        Assert.True(fold.Settle(At("12:00").PlusMilliseconds(-1)).IsMember);
        Assert.False(fold.Settle(At("12:00")).IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void Did_EventThatCameTooLate_IsNotInTheWindow()
    {
        var fold = new Fold(Did("A", inTheLast: Hours(2))).Observe("A", "10:00", now: "12:00");
        Assert.False(fold.IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void AtLeast_TurnsFalseWhenTheNthNewestLeaves()
    {
        var fold = new Fold(Did("A", AtLeast(2), Hours(5))).Observe("A", "10:00").Observe("A", "11:00").Observe("A", "12:00");
        Assert.Equal(At("16:00"), fold.Next);
        fold.Observe("A", "11:30", now: "12:30"); // late: now the second newest
        Assert.Equal(At("16:30"), fold.Next);
        Assert.False(fold.To("16:30").IsMember);
    }

    [Fact]
    public void AtMost_TurnsTrueWhenOneTooManyLeaves()
    {
        var fold = new Fold(Did("A", AtMost(1), Hours(5))).To("09:00");
        Assert.True(fold.IsMember);
        fold.Observe("A", "10:00").Observe("A", "11:00");
        Assert.False(fold.IsMember);
        Assert.Equal(At("15:00"), fold.Next);
        Assert.True(fold.To("15:00").IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void Exactly_IsTrueBetweenTooManyAndTooFew()
    {
        var fold = new Fold(Did("A", Exactly(1), Hours(5))).Observe("A", "10:00").Observe("A", "11:00").Observe("A", "12:00");
        Assert.False(fold.IsMember);
        Assert.True(fold.To("16:00").IsMember);
        Assert.Equal(At("17:00"), fold.Next);
        Assert.False(fold.To("17:00").IsMember);
        Assert.Equal([(true, "10:00"), (false, "11:00"), (true, "16:00"), (false, "17:00")], fold.Flips.Select(flip => (flip.Entered, flip.At.ToString()[11..16])));
    }

    [Fact]
    public void Exactly_WhenSeveralLeaveAtOnce_DoesNotWakeForNothing()
    {
        var fold = new Fold(Did("A", Exactly(1), Hours(5))).Observe("A", "10:00").Observe("A", "10:00");
        Assert.False(fold.IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Theory]
    [InlineData(0, true, true, true)]
    [InlineData(1, true, false, false)]
    public void Zero_OfTimes_CountsLikeAnyOther(int events, bool atLeast, bool atMost, bool exactly)
    {
        foreach (var window in new CalendarDuration?[] { null, Hours(5) })
        {
            var fold = new Fold(Did("A", AtLeast(0), window), Did("A", AtMost(0), window), Did("A", Exactly(0), window)).To("09:00");
            for (var observed = 0; observed < events; observed++)
            {
                fold.Observe("A", "10:00");
            }

            Assert.Equal((atLeast, atMost, exactly), (fold.State.IsMember(0), fold.State.IsMember(1), fold.State.IsMember(2)));
        }
    }

    [Fact]
    public void Ever_CountsForGood()
    {
        var fold = new Fold(Did("A", AtLeast(2)), Did("A", AtMost(1)), Did("A", Exactly(2))).Observe("A", "10:00").Observe("A", "09:00", now: "11:00");
        Assert.Equal((true, false, true), (fold.State.IsMember(0), fold.State.IsMember(1), fold.State.IsMember(2)));
        fold.Observe("A", "12:00");
        Assert.Equal((true, false, false), (fold.State.IsMember(0), fold.State.IsMember(1), fold.State.IsMember(2)));
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void Months_ClampedAtTheMonthsEnd_LetALaterEventLeaveFirst()
    {
        // Both plus a month are 28 February: of the 30th at 18:00, of the 31st at 10:00.
        var fold = new Fold(Did("A", inTheLast: Months(1))).Observe("A", "01-30 18:00").Observe("A", "01-31 10:00");
        Assert.Equal(At("02-28 18:00"), fold.Next);
        Assert.True(fold.To("02-28 10:00").IsMember);
        Assert.False(fold.To("02-28 18:00").IsMember);
    }

    [Fact]
    public void AnyOf_CountsAllNames()
    {
        var fold = new Fold(new Core.Rules.DidRule(new(["A", "B"], null), AtLeast(2), null)).Observe("A", "10:00").Observe("C", "10:00");
        Assert.False(fold.IsMember);
        Assert.True(fold.Observe("B", "11:00").IsMember);
    }
}
