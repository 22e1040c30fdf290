using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rules;
using Crm.Core.Rules.Evaluation;
using Crm.Core.Time;
using Crm.Core.Values;
using static Crm.Core.Tests.Rules.Evaluation.Given;

namespace Crm.Core.Tests.Rules.Evaluation;

public sealed class SettleTests
{
    [Fact]
    public void Compile_OrdersSegmentsByIdOrdinal()
    {
        ImmutableArray<SegmentDefinition> segments = [.. new[] { "b", "_a", "a-1", "a1" }.Select(id => new SegmentDefinition(id, id, new EveryoneRule(), 1))];
        Assert.Equal(["_a", "a-1", "a1", "b"], RuleSet.Compile(segments, Utc).Segments.Select(segment => segment.Id));
    }

    [Fact]
    public void FirstSettle_EvaluatesEverything_InOrder()
    {
        var fold = new Fold(new EveryoneRule(), Did("A"), new NotRule(Did("A")));
        Assert.False(fold.IsMember);
        Assert.Equal(Instant.Never, fold.Next);
        fold.Settle(At("10:00"));
        Assert.Equal([new(0, true, 1, At("10:00")), new SegmentFlip(2, true, 1, At("10:00"))], fold.Flips);
        fold.Observe("A", "11:00");
        Assert.Equal([new(1, true, 1, At("11:00")), new SegmentFlip(2, false, 2, At("11:00"))], fold.Flips[2..]);
    }

    [Fact]
    public void Settle_CostsOnlyTheTouched()
    {
        Rule Reads(string field) => Field(field, ComparisonOperator.Known);
        var fold = new Fold(Reads("country"), Reads("city"), Reads("traits.plan"), new TagRule("x"), new AllRule([Reads("city"), new TagRule("y")]), Did("A"));
        fold.Settle(At("10:00"));
        int Costs(Action<RuleState> change)
        {
            var before = fold.Customer.Reads;
            change(fold.State);
            fold.Settle(fold.Now);
            return fold.Customer.Reads - before;
        }

        Assert.Equal(0, Costs(_ => { }));
        Assert.Equal(1, Costs(state => state.FieldChanged(Core.Customers.CustomerFields.IndexOf("country"))));
        Assert.Equal(2, Costs(state => state.FieldChanged(Core.Customers.CustomerFields.IndexOf("city"))));
        Assert.Equal(0, Costs(state => state.FieldChanged(Core.Customers.CustomerFields.IndexOf("email"))));
        Assert.Equal(1, Costs(state => state.TraitChanged("plan")));
        Assert.Equal(0, Costs(state => state.TraitChanged("Plan")));
        Assert.Equal(2, Costs(state => state.TagsChanged()));
        Assert.Equal(0, Costs(state => state.Observe(Track("A", fold.Now), 1)));
    }

    [Fact]
    public void Settle_WhenDue_EvaluatesTheDueOnly()
    {
        var fold = new Fold(
            new AllRule([Did("A", inTheLast: Hours(1)), Field("country", ComparisonOperator.Unknown)]),
            new AllRule([Did("A", inTheLast: Hours(2)), Field("country", ComparisonOperator.Unknown)])).Observe("A", "10:00");
        var before = fold.Customer.Reads;
        fold.Settle(At("11:00"));
        Assert.Equal(0, fold.Customer.Reads - before); // false for good without an event, so the field is not even read
        Assert.Equal((false, true, At("12:00")), (fold.State.IsMember(0), fold.State.IsMember(1), fold.Next));
    }

    [Fact]
    public void EqualLeaves_AreSharedAndAnswerAlike()
    {
        var twice = new DidRule(new(["B", "A", "A"], null), AtLeast(2), new LastWindow(Days(7)));
        var rules = Compiled(twice, new NotRule(twice with { Event = new(["A", "B"], null) }), twice with { Window = new LastWindow(Days(8)) });
        Assert.Equal(2, rules.Leaves.Length);
        var fold = new Fold(rules).Observe("A", "10:00").Observe("B", "11:00");
        Assert.Equal((true, false), (fold.State.IsMember(0), fold.State.IsMember(1)));
    }

    [Fact]
    public void Observe_WhatIsNoTrackEvent_CountsForNothing()
    {
        var fold = new Fold(Did("A"));
        fold.State.Observe(Track("A", At("10:00")) with { Type = EventType.Page }, 0);
        Assert.False(fold.To("10:00").IsMember);
    }

    [Fact]
    public void Compile_AnUnknownField_NamesTheSegment()
    {
        var error = Assert.Throws<ArgumentException>(() => Compiled(Field("nonsense", ComparisonOperator.Equal, Value.Of("x"))));
        Assert.Contains("s0", error.Message, StringComparison.Ordinal);
        Assert.Contains("nonsense", error.Message, StringComparison.Ordinal);
    }
}
