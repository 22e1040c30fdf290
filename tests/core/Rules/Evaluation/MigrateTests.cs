using Crm.Core.Definitions;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class MigrateTests
{
    [Fact]
    public void NewEventNames_AreThoseOfLeavesThatTheOlderLacks()
    {
        var older = Compiled(Did("A", inTheLast: Days(7)), Did("B"));
        var next = Compiled(new AllRule([Did("B"), Did("A", inTheLast: Days(8)), Sequence("C D !E", Days(1))]), Did("A", inTheLast: Days(7)));
        Assert.Equal(["A", "C", "D", "E"], next.NewEventNames(older).Order());
        Assert.Empty(next.NewEventNames(next));
        Assert.Empty(Compiled(Did("B")).NewEventNames(older));
    }

    [Fact]
    public void Segments_KeepMembershipAndNumberById()
    {
        var older = Compile(("a", Did("A")), ("c", Did("A", inTheLast: Hours(2))));
        var next = Compile(("b", new EveryoneRule()), ("c", Did("A", inTheLast: Hours(1))));
        var fold = new Fold(older).Observe("A", "10:00");
        var history = new[] { new PastEvent(Track("A", At("10:00")), 0) };
        var state = fold.State.Migrate(next, history);
        Assert.Equal((false, true, 1, At("10:00")), (state.IsMember(0), state.IsMember(1), state.Number(1), state.Since(1)));
        var flips = new List<SegmentFlip>();
        state.Settle(fold.Customer, At("11:30"), flips);
        Assert.Equal([new(0, true, 1, At("11:30")), new SegmentFlip(1, false, 2, At("11:30"))], flips);
    }

    [Fact]
    public void OlderState_StaysAsItIs()
    {
        var rules = Compiled(Did("A", AtLeast(2), Hours(2)));
        var fold = new Fold(rules).Observe("A", "10:00");
        var copy = fold.State.Migrate(rules, []);
        copy.Observe(Track("A", At("11:00")), 1);
        copy.Settle(fold.Customer, At("11:00"), []);
        Assert.True(copy.IsMember(0));
        Assert.False(fold.Settle(At("11:00")).IsMember);
        Assert.Equal(Instant.Never, fold.Next);
    }

    [Fact]
    public void ADeletedSegment_PutAgain_StartsOver()
    {
        var with = Compile(("a", Did("A")), ("b", new EveryoneRule()));
        var without = Compile(("b", new EveryoneRule()));
        var fold = new Fold(with).Observe("A", "10:00").Migrate(without).Migrate(with);
        Assert.Equal(1, fold.State.Number(0));
        Assert.True(fold.State.IsMember(0));
        Assert.Equal(1, fold.State.Number(1));
    }

    [Fact]
    public void ANewRuleAboutASegment_KnowsItsLastChange()
    {
        var fold = new Fold(Compile(("a", Did("A", inTheLast: Hours(2))), ("b", Did("B")))).Observe("A", "10:00").To("13:00").Observe("B", "13:30");
        fold.Migrate(Compile(
            ("a", Did("A", inTheLast: Hours(2))), ("b", Did("B")), ("c", new SegmentChangeRule(false, "a", new LastWindow(Hours(3)))),
            ("d", new SegmentChangeRule(true, "b", new LastWindow(Hours(1)))), ("e", new SegmentChangeRule(true, "a", null))));
        Assert.Equal([true, true, false], new[] { 2, 3, 4 }.Select(fold.State.IsMember));
        Assert.Equal(At("14:30"), fold.Next);
        Assert.Equal(At("15:00"), fold.To("14:30").Next);
    }

    [Fact]
    public void ANewRuleAboutWhatHasBeen_CountsFromThen()
    {
        var older = Compile(("b", new EveryoneRule()));
        var fold = new Fold(older);
        fold.Customer["country"] = Core.Values.Value.Of("BR");
        fold.To("10:00").Migrate(Compile(("a", new SteadyRule("country", Core.Values.Value.Of("br"), AgeOperator.MoreThan, Hours(2))), ("b", new EveryoneRule())));
        Assert.Equal((false, At("12:00")), (fold.IsMember, fold.Next));
    }

    private static RuleSet Compile(params (string Id, Rule Rule)[] segments) => RuleSet.Compile(
        [.. segments.Select(segment => new SegmentDefinition(segment.Id, segment.Id, segment.Rule, 1))], Utc);
}
