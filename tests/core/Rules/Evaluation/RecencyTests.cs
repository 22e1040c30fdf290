using Crm.Core.Rules;
using Crm.Core.Time;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class RecencyTests
{
    [Fact]
    public void LastMoreThan_EntersAtTheEventPlusTheAge()
    {
        var fold = new Fold(new RecencyRule(Occurrence.Last, Pattern("A"), AgeOperator.MoreThan, Days(30))).Observe("A", "03-01 10:00");
        Assert.False(fold.IsMember);
        Assert.Equal(At("03-31 10:00"), fold.Next);
        Assert.False(fold.Settle(At("03-31 10:00").PlusMilliseconds(-1)).IsMember);
        Assert.True(fold.Settle(At("03-31 10:00")).IsMember);
        Assert.Equal(Instant.Never, fold.Next);
        Assert.False(fold.Observe("A", "04-02 00:00").IsMember);
    }

    [Fact]
    public void LastLessThan_LeavesAtTheEventPlusTheAge()
    {
        var fold = new Fold(new RecencyRule(Occurrence.Last, Pattern("A"), AgeOperator.LessThan, Hours(2))).Observe("A", "10:00");
        Assert.True(fold.IsMember);
        Assert.True(fold.To("11:59").IsMember);
        Assert.False(fold.To("12:00").IsMember);
    }

    [Fact]
    public void First_GoesByTheOldest_AlsoWhenItComesLate()
    {
        var fold = new Fold(new RecencyRule(Occurrence.First, Pattern("A"), AgeOperator.MoreThan, Hours(5))).Observe("A", "10:00").Observe("A", "11:00");
        Assert.Equal(At("15:00"), fold.Next);
        fold.Observe("A", "08:00", now: "12:00");
        Assert.Equal(At("13:00"), fold.Next);
    }

    [Theory]
    [InlineData(Occurrence.First, AgeOperator.MoreThan)]
    [InlineData(Occurrence.First, AgeOperator.LessThan)]
    [InlineData(Occurrence.Last, AgeOperator.MoreThan)]
    [InlineData(Occurrence.Last, AgeOperator.LessThan)]
    public void NeverHappened_IsFalse(Occurrence which, AgeOperator age)
    {
        var fold = new Fold(new RecencyRule(which, Pattern("A"), age, Hours(5))).Observe("B", "10:00");
        Assert.False(fold.IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void Months_AreThoseOfTheStoresZone()
    {
        // 23:00 on 31 January in São Paulo (UTC-2 in summer) plus a month is 23:00 on 28 February, by then UTC-3.
        var rules = Core.Rules.Evaluation.RuleSet.Compile(
            Segments(new RecencyRule(Occurrence.Last, Pattern("A"), AgeOperator.MoreThan, Months(1))), SaoPaulo);
        var fold = new Fold(rules).Observe("A", At("2017-02-01T01:00:00Z"));
        Assert.Equal(At("2017-03-01T02:00:00Z"), fold.Next);
    }
}
