using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Storage;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class SequenceCapTests
{
    private const int Many = 3 * EvaluationLimits.SequenceEntries;

    [Fact]
    public void PastTheCap_TheStateStaysSmall()
    {
        var fold = new Fold(Sequence("A B A", within: Hours(1), inTheLast: Days(30)));
        var writer = new SnapshotWriter();
        for (var minute = 0; minute < Many; minute++)
        {
            fold.Observe(minute % 3 == 0 ? "B" : "A", At("08:00").PlusMilliseconds(minute * 60_000));
        }

        fold.State.Write(writer);
        Assert.InRange(writer.ToArray().Length, 1, EvaluationLimits.SequenceEntries * 8);
        Assert.True(fold.IsMember);
    }

    [Fact]
    public void PastTheCap_AFirstStepBeforeALongRun_IsNotForgotten()
    {
        var fold = new Fold(Sequence("A B C", inTheLast: Days(30))).Observe("A", "08:00");
        Repeat(fold, "B");
        Assert.True(fold.Observe("C", "03-02 10:00").IsMember);
        Assert.Equal(At("03-31 08:00"), fold.Next);
    }

    [Fact]
    public void PastTheCap_ThenNot_IsNotForgotten()
    {
        var fold = new Fold(Sequence("A !Z", within: Hours(2))).Observe("Z", "08:00");
        Repeat(fold, "A");
        Assert.True(fold.To("03-02 10:00").IsMember);
        Assert.Equal(At("10:01"), fold.Flips[0].At); // of the first A after it
        Assert.False(fold.Observe("Z", "03-02 11:00").IsMember);
        Assert.False(fold.Observe("A", "07:30", now: "03-02 14:00").IsMember);
    }

    [Fact]
    public void PastTheCap_WhatIsOutOfTheWindow_GoesFirst()
    {
        var rule = Sequence("A B", within: Hours(1), inTheLast: Hours(3));
        var history = Enumerable.Range(0, Many).Select(minute => new PastEvent(Track("A", At("01-01 00:00").PlusMilliseconds(minute * 3_600_000L)), minute)).ToList();
        history.Add(new(Track("B", history[^1].Event.At.PlusMilliseconds(3_600_000)), Many));
        var state = new RuleState(Compiled(new EveryoneRule())).Migrate(Compiled(rule), history);
        state.Settle(new FakeCustomer(), history[^1].Event.At, []);
        Assert.True(state.IsMember(0));
    }

    [Fact]
    public void WithoutAWindow_WhatAnotherEntryServesAsWell_IsNotKept()
    {
        var fold = new Fold(Sequence("A B"), Sequence("A B C"));
        Repeat(fold, "B");
        var writer = new SnapshotWriter();
        fold.State.Write(writer);
        var steps = writer.ToArray().Length;
        fold.Observe("A", "03-02 00:00");
        Repeat(fold, "A", "03-02 00:00");
        writer.Clear();
        fold.State.Write(writer);
        Assert.True(writer.ToArray().Length < steps + 64);
    }

    private static void Repeat(Fold fold, string name, string from = "08:00")
    {
        for (var minute = 1; minute <= Many; minute++)
        {
            fold.Observe(name, At(from).PlusMilliseconds(minute * 60_000));
        }
    }
}
