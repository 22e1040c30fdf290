using System.Text.Json;
using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Simulation;
using Crm.Core.Storage;


namespace Crm.Core.Tests.Automations;

public sealed class JourneyTests
{
    private readonly Simulator _store = new();

    [Fact]
    public void SegmentTrigger_EnteredByEvent_StartsAtThatRecord()
    {
        _store.Define("vip", "has tag \"vip\"").Automate("welcome", Steps("""{"entered":"vip"}""", """{"log":"hello"}"""));
        _store.Tag("ann", add: ["vip"]);
        Assert.Equal(["1: welcome 1"], Actions());
    }

    [Fact]
    public void SegmentTrigger_EnteredByTime_StartsAtTheExactInstant()
    {
        _store.Define("away", "last \"Visit\" more than 3 days ago").Automate("back", Steps("""{"entered":"away"}""", """{"log":"come back"}"""));
        var visit = _store.Now;
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromDays(10));
        var action = Assert.Single(Raised(EffectKind.ActionDue));
        Assert.Equal((visit.PlusMilliseconds(3 * 86_400_000), Cause.Time), (action.At, action.Cause));
    }

    [Fact]
    public void SegmentTrigger_Left_StartsWhenTheCustomerLeaves()
    {
        _store.Define("vip", "has tag \"vip\"").Automate("bye", Steps("""{"left":"vip"}""", """{"log":"bye"}"""));
        _store.Tag("ann", add: ["vip"]);
        Assert.Empty(Actions());
        _store.Tag("ann", remove: ["vip"]);
        Assert.Equal(["1: bye 1"], Actions());
    }

    [Fact]
    public void SegmentTrigger_EnteredBecauseTheDefinitionChanged_StartsNothing()
    {
        _store.Automate("welcome", Steps("""{"entered":"vip"}""", """{"log":"hello"}"""));
        _store.Tag("ann", add: ["vip"]);
        _store.Define("vip", "has tag \"vip\"");
        Assert.Equal(["u:ann"], _store.Members("vip").AsEnumerable());
        Assert.Empty(Actions());
    }

    [Fact]
    public void InJourney_RunBeginsAndEnds_TheSegmentFollowsAtTheSameRecord()
    {
        _store.Automate("welcome", Steps("""{"event":"Visit"}""", """{"wait":"PT2H"},{"log":"hello"}"""));
        _store.Define("greeted", "in journey \"welcome\"").Define("again", "left segment \"greeted\" in the last 1 hour");
        var visit = _store.Now;
        _store.Event("ann", "Visit");
        Assert.Equal(["u:ann"], _store.Members("greeted").AsEnumerable());
        _store.Advance(TimeSpan.FromHours(4));
        Assert.Equal(
            [(visit, "greeted", true), (Hours(2), "greeted", false), (Hours(2), "again", true), (Hours(3), "again", false)],
            _store.Changes().Select(change => (change.At, change.Segment, change.Entered)));
        Crm.Core.Time.Instant Hours(int hours) => visit.PlusMilliseconds(hours * 3_600_000L);
    }

    [Fact]
    public void InJourney_OfARunThatASegmentStarts_StartsTheNextAtTheSameRecord()
    {
        _store.Define("vip", "has tag \"vip\"").Automate("welcome", Steps("""{"entered":"vip"}""", """{"wait":"PT2H"},{"log":"hello"}"""));
        _store.Define("greeted", "in journey \"welcome\"").Automate("second", Steps("""{"entered":"greeted"}""", """{"log":"second"}"""));
        var at = _store.Now;
        _store.Tag("ann", add: ["vip"]);
        Assert.Equal(["1: second 1"], Actions());
        Assert.All(_store.Changes(), change => Assert.Equal(at, change.At));
    }

    [Fact]
    public void EventTrigger_WhereAndCondition_BothMustHold()
    {
        _store.Automate("big", Steps("""{"event":"Order Completed","where":"total >= 100"}""", """{"log":"big"}""", "\"condition\":\"country = \\\"BR\\\"\",\"again\":\"PT1M\","));
        Order("ann", 200);
        _store.Identify("ann", new { address = new { country = "BR" } });
        Order("ann", 50);
        Assert.Empty(Actions());
        Order("ann", 150);
        Assert.Equal(["1: big 1"], Actions());
    }

    [Fact]
    public void Condition_SeesWhatTheTriggeringEventChanged()
    {
        _store.Automate("first", Steps("""{"event":"Order Completed"}""", """{"log":"first"}""", "\"condition\":\"orders = 1\",\"again\":\"PT1M\","));
        Order("ann", 1);
        _store.Advance(TimeSpan.FromDays(1));
        Order("ann", 1);
        Assert.Single(Actions());
    }

    [Theory]
    [InlineData(1, 1)] // the rule holds after one hour: goes on at once
    [InlineData(9, 5)] // too late: goes on after five hours
    public void WaitUntil_HoldsOrTimeIsUp_GoesOnAtThatInstant(int orderAfterHours, int expectedHours)
    {
        _store.Automate("wait", Steps("""{"event":"Visit"}""", """{"waitUntil":"orders >= 1","orAfter":"PT5H"},{"log":"on"}"""));
        var start = _store.Now;
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromHours(orderAfterHours));
        Order("ann", 1);
        _store.Advance(TimeSpan.FromDays(1));
        Assert.Equal(start.PlusMilliseconds(expectedHours * 3_600_000L), Assert.Single(Raised(EffectKind.ActionDue)).At);
    }

    [Fact]
    public void WaitUntil_RuleTurnsTrueByTime_GoesOnAtItsExactInstant()
    {
        _store.Automate("wait", Steps("""{"event":"Visit"}""", """{"waitUntil":"last \"Visit\" more than 90 minutes ago","orAfter":"P5D"},{"log":"on"}"""));
        var start = _store.Now;
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromDays(2));
        Assert.Equal(start.PlusMilliseconds(90 * 60_000), Assert.Single(Raised(EffectKind.ActionDue)).At);
    }

    [Fact]
    public void Exit_TurnsTrueByTime_EndsTheRunAtItsExactInstant()
    {
        _store.Automate("exits", Steps("""{"event":"Visit"}""", """{"wait":"P1D"},{"log":"never"}""", "\"exit\":\"last \\\"Visit\\\" more than 6 hours ago\","));
        var start = _store.Now;
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromDays(2));
        var end = Assert.Single(Raised(EffectKind.RunEnded));
        Assert.Equal((RunEnd.Exited, start.PlusMilliseconds(6 * 3_600_000)), (end.End, end.At));
        Assert.Empty(Actions());
    }

    [Fact]
    public void NoAgain_SecondTrigger_StartsNothing()
    {
        _store.Automate("once", Steps("""{"event":"Visit"}""", """{"log":"once"}"""));
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromDays(1000));
        _store.Event("ann", "Visit");
        Assert.Single(Actions());
    }

    [Fact]
    public void Paused_HoldsStillAndGoesOnWhenActiveAgain()
    {
        var steps = Steps("""{"event":"Visit"}""", """{"wait":"PT2H"},{"log":"on"}""");
        _store.Automate("held", steps);
        _store.Event("ann", "Visit");
        _store.Automate("held", steps, AutomationState.Paused);
        _store.Event("bob", "Visit");
        _store.Advance(TimeSpan.FromHours(5));
        Assert.Empty(Actions());
        var resumed = _store.Now;
        _store.Automate("held", steps);
        Assert.Equal(resumed, Assert.Single(Raised(EffectKind.ActionDue)).At);
        _store.Advance(TimeSpan.FromHours(5));
        Assert.Single(Actions());
    }

    [Fact]
    public void Draft_NeverStarts()
    {
        _store.Automate("draft", Steps("""{"event":"Visit"}""", """{"log":"no"}"""), AutomationState.Draft);
        _store.Event("ann", "Visit");
        Assert.Empty(Raised(EffectKind.RunStarted));
    }

    [Fact]
    public void Changed_StepStaysById_WaitIsMeasuredByItsNewLength()
    {
        _store.Automate("edited", Steps("""{"event":"Visit"}""", """{"id":"a","wait":"P1D"},{"id":"b","log":"old"}"""));
        var start = _store.Now;
        _store.Event("ann", "Visit");
        _store.Advance(TimeSpan.FromHours(1));
        _store.Automate("edited", Steps("""{"event":"Visit"}""", """{"id":"z","log":"first"},{"id":"a","wait":"PT3H"},{"id":"b","log":"new"}"""));
        _store.Advance(TimeSpan.FromDays(2));
        var action = Assert.Single(Raised(EffectKind.ActionDue));
        Assert.Equal(("b", start.PlusMilliseconds(3 * 3_600_000)), (action.Step, action.At));
    }

    [Theory]
    [InlineData(true, RunEnd.Deleted)]
    [InlineData(false, RunEnd.StepRemoved)]
    public void StepOrAutomationTakenOut_EndsTheRun(bool whole, RunEnd expected)
    {
        _store.Automate("gone", Steps("""{"event":"Visit"}""", """{"id":"a","wait":"P1D"},{"id":"b","log":"never"}"""));
        _store.Event("ann", "Visit");
        _ = whole ? _store.RemoveAutomation("gone") : _store.Automate("gone", Steps("""{"event":"Visit"}""", """{"id":"b","log":"never"}"""));
        _store.Advance(TimeSpan.FromDays(2));
        Assert.Equal(expected, Assert.Single(Raised(EffectKind.RunEnded)).End);
        Assert.Empty(Actions());
    }

    [Fact]
    public void Snapshot_ReadBack_GoesOnAsIfNothingHadHappened()
    {
        _store.Automate("kept", Steps("""{"event":"Visit"}""", """{"wait":"PT2H"},{"log":"on"},{"wait":"PT1H"},{"log":"off"}"""));
        _store.Event("ann", "Visit");
        var state = _store.StateOf("ann")!;
        var definitions = _store.Definitions;
        var read = Customer.Read(state.Key, state.Write(new SnapshotWriter()), definitions);
        Assert.Equal(state.NextWake, read.NextWake);
        Assert.Equal(JsonSerializer.Serialize(state.View()), JsonSerializer.Serialize(read.View()));
        List<Effect> left = [], right = [];
        var until = _store.Now.PlusMilliseconds(4 * 3_600_000);
        state.WakeThrough(until, 99, left);
        read.WakeThrough(until, 99, right);
        Assert.Equal(left, right);
        Assert.Equal(2, left.Count(static effect => effect.Kind == EffectKind.ActionDue));
    }

    [Fact]
    public void View_RunUnderWay_IsListed()
    {
        _store.Automate("kept", Steps("""{"event":"Visit"}""", """{"id":"pause","wait":"PT2H"},{"log":"on"}"""));
        var start = _store.Now;
        _store.Event("ann", "Visit");
        Assert.Equal([new JourneyView("kept", 1, "pause", start)], _store.Customer("ann")!.Journeys.AsEnumerable());
    }

    private static string Steps(string trigger, string steps, string more = "") => $$"""{"name":"x","trigger":{{trigger}},{{more}}"steps":[{{steps}}]}""";



    private void Order(string customer, int total) =>
        _store.Event(customer, EventName.OrderCompleted, properties: new { order_id = Guid.NewGuid().ToString(), total });

    private IEnumerable<Effect> Raised(EffectKind kind) => _store.Effects.Select(static effect => effect.Effect).Where(effect => effect.Kind == kind);

    private string[] Actions() => [.. Raised(EffectKind.ActionDue).Select(static action => $"{action.Step}: {action.Automation} {action.Number}")];
}
