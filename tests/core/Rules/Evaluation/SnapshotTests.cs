using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class SnapshotTests
{
    [Fact]
    public void ACustomerOfWhomNothingIsHeld_TakesThreeBytes()
    {
        var fold = new Fold([.. Enumerable.Range(1, 100).Select(days => Did("A", inTheLast: Days(days)))]).Observe("B", "10:00");
        Assert.Equal(3, Written(fold.State).Length);
    }

    [Fact]
    public void WhatIsYetToSettle_IsKept()
    {
        var fold = new Fold([.. Enumerable.Range(0, 130).Select(leaf => Did($"E{leaf}", inTheLast: Hours(2)))]).To("09:00");
        fold.State.Observe(Track("E7", At("10:00")), 0);
        fold.State.Observe(Track("E128", At("10:00")), 1);
        fold.Restore().Settle(At("10:00"));
        Assert.Equal(["s7", "s128"], fold.Flips.Select(flip => fold.Rules.Segments[flip.Segment].Id).OrderBy(id => id.Length));

        var untouched = new Fold(Did("A"), new Core.Rules.EveryoneRule()).Restore().To("10:00");
        Assert.True(untouched.State.IsMember(1));
    }

    [Fact]
    public void EveryKindOfLeaf_GoesOnAsItWas()
    {
        var fold = new Fold(
            Did("A", AtLeast(2), Hours(5)), Did("A", Exactly(2)), Sequence("A B"), Sequence("A A B", Hours(3), Hours(9)), Sequence("A !Z", Hours(2)));
        fold.Observe("A", "08:00").Observe("Z", "09:00").Observe("A", "10:00").Observe("A", "09:30", now: "10:30");
        var before = Written(fold.State);
        fold.Restore();
        Assert.Equal(before, Written(fold.State));
        Assert.Equal((At("11:30"), At("10:00")), (fold.Next, fold.State.Since(0)));
        fold.Observe("B", "11:00").Restore();
        Assert.Equal([true, false, true, true, false], Enumerable.Range(0, 5).Select(fold.State.IsMember));
        Assert.True(fold.To("11:30").State.IsMember(4));
    }

    private static byte[] Written(RuleState state)
    {
        var writer = new SnapshotWriter();
        state.Write(writer);
        return writer.ToArray();
    }
}
