using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Rfm;
using Crm.Core.Simulation;
using Crm.Core.Time;

namespace Crm.Core.Tests.Simulation;

public class SimulatorTests
{
    private static readonly Instant Start = Instant.From(new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void AbandonedCart_EntersTwoHoursAfter_AndLeavesWithTheOrder()
    {
        var shop = new Simulator();
        shop.Define("abandoned", """did "Product Added" then not "Order Completed" within 2 hours""");

        shop.Event("ana", EventName.ProductAdded, properties: new { product_id = "p", price = 10 });
        shop.Advance(TimeSpan.FromMinutes(119));
        Assert.Empty(shop.Members("abandoned"));
        shop.Advance(TimeSpan.FromDays(1));
        Assert.Equal(["u:ana"], shop.Members("abandoned").AsEnumerable());
        shop.Event("ana", EventName.OrderCompleted, properties: new { order_id = 1, total = 10 });

        AssertChanges(
            shop,
            "2024-01-01T02:00:00.000Z u:ana entered abandoned",
            "2024-01-02T01:59:00.000Z u:ana left abandoned");
        Assert.Equal([Cause.Time, Cause.Event], shop.Changes().Select(static change => change.Cause));
    }

    [Fact]
    public void Lapsed_AtTheInstantPlusThirtyDays_ToTheMillisecond()
    {
        var shop = new Simulator();
        shop.Define("lapsed", "last \"Order Completed\" more than 30 days ago");

        shop.Event("ana", EventName.OrderCompleted, Start.PlusMilliseconds(1), new { total = 1 });
        shop.Event("a:x", EventName.OrderCompleted, Start, new { total = 1 }); // read late, dated before ana's
        shop.Advance(TimeSpan.FromDays(365));

        AssertChanges(
            shop,
            "2024-01-31T00:00:00.000Z a:x entered lapsed",
            "2024-01-31T00:00:00.001Z u:ana entered lapsed");
    }

    [Fact]
    public void WakeUps_DueAtOneInstant_FireInTheOrderOfCustomers()
    {
        var shop = new Simulator();
        shop.Define("away", "last \"x\" more than 1 days ago");
        foreach (var customer in new[] { "c", "a:9", "B", "a" })
        {
            shop.Event(customer, "x", Start);
        }

        shop.Event("b", "x", Start.PlusMilliseconds(-1));
        shop.Advance(TimeSpan.FromDays(2));

        Assert.Equal(["u:b", "a:9", "u:B", "u:a", "u:c"], shop.Changes("away").Select(static change => change.Customer));
    }

    [Fact]
    public void Event_InTheFuture_LetsTimePassFirst()
    {
        var shop = new Simulator();
        shop.Define("recent", "did \"x\" in the last 1 days");
        shop.Event("ana", "x", Start);

        shop.Event("ana", "x", Start.PlusMilliseconds(3 * 86_400_000L));

        AssertChanges(
            shop,
            "2024-01-01T00:00:00.000Z u:ana entered recent",
            "2024-01-02T00:00:00.000Z u:ana left recent",
            "2024-01-04T00:00:00.000Z u:ana entered recent");
    }

    [Fact]
    public void Rfm_WithTime_MovesAtItsCutsAndTakesSegmentsAlong()
    {
        var shop = new Simulator();
        shop.Define("new", "rfm = \"New Customers\"").Define("promising", "rfm = \"Promising\" and rfm.r = 4");
        shop.Event("ana", EventName.OrderCompleted, properties: new { order_id = "o", total = 40 });

        shop.Advance(TimeSpan.FromDays(400));

        AssertChanges(
            shop,
            "2024-01-01T00:00:00.000Z u:ana entered new",
            "2024-01-31T00:00:00.000Z u:ana left new",
            "2024-01-31T00:00:00.000Z u:ana entered promising",
            "2024-03-31T00:00:00.000Z u:ana left promising");
        var moves = shop.Effects.Where(static effect => effect.Effect.Kind == EffectKind.RfmMoved).Select(static effect => (effect.Effect.From.R, effect.Effect.To.R));
        Assert.Equal(new (byte, byte)[] { (0, 5), (5, 4), (4, 3), (3, 2), (2, 1) }, moves);
        Assert.Equal(("Lost", 1), (shop.Customer("ana")!.Rfm!.Group, shop.Customer("ana")!.Rfm!.Version));
    }

    [Fact]
    public void Rfm_OfACancelledOnlyOrder_IsGone()
    {
        var shop = new Simulator();
        shop.Event("ana", EventName.OrderCompleted, properties: new { order_id = "o", total = 40 });
        shop.Event("ana", EventName.OrderCancelled, properties: new { order_id = "o" });

        Assert.Null(shop.Customer("ana")!.Rfm);
        Assert.Equal(new RfmScores(5, 1, 1), shop.Effects[^1].Effect.From);
        Assert.True(shop.Effects[^1].Effect.To.IsNone);
        Assert.Equal(Instant.Never, shop.StateOf("ana")!.NextWake);
    }

    [Fact]
    public void Score_WithNewCuts_MovesEveryoneByDefinition()
    {
        var shop = new Simulator();
        shop.Event("ana", EventName.OrderCompleted, properties: new { total = 40 });

        shop.Score(RfmSettings.Default with { Version = 2, MonetaryAmounts = [10, 20, 30, 40] });

        var move = shop.Effects[^1].Effect;
        Assert.Equal((EffectKind.RfmMoved, Cause.Definition, 2, (byte)5), (move.Kind, move.Cause, move.Version, move.To.M));
        Assert.Null(move.EventAt);
    }

    [Fact]
    public void Define_AfterTheEvents_SeesTheHistory()
    {
        var shop = new Simulator();
        shop.Event("ana", "x", properties: new { a = 1 });
        shop.Event("bob", "x", properties: new { a = 2 });
        shop.Advance(TimeSpan.FromDays(3));

        shop.Define("s", "did \"x\" where a = 1 in the last 7 days");
        shop.Define("s", "did \"x\" where a = 2 in the last 7 days");
        shop.Advance(TimeSpan.FromDays(30));

        AssertChanges(
            shop,
            "2024-01-04T00:00:00.000Z u:ana entered s",
            "2024-01-04T00:00:00.000Z u:ana left s",
            "2024-01-04T00:00:00.000Z u:bob entered s",
            "2024-01-08T00:00:00.000Z u:bob left s");
        Assert.Equal([Cause.Definition, Cause.Definition, Cause.Definition, Cause.Time], shop.Changes().Select(static change => change.Cause));
        Assert.Equal([1, 2, 2, 2], shop.Effects.Select(static effect => effect.Effect.Version));
        Assert.Equal([1L, 2L, 1L, 2L], shop.Effects.Select(static effect => effect.Effect.Number));
    }

    [Fact]
    public void FieldsTraitsAndTags_WhenTheyChange_FlipTheirSegments()
    {
        var shop = new Simulator();
        shop.Define("br", "country = \"BR\"").Define("wholesale", "traits.plan = \"wholesale\"").Define("vip", "has tag \"vip\"");

        shop.Identify("ana", new { address = new { country = "br" }, plan = "wholesale" });
        shop.Tag("ana", add: ["VIP"]);
        Assert.Equal(["br", "vip", "wholesale"], shop.Customer("ana")!.Segments.Select(static membership => membership.Segment));
        shop.Identify("ana", new { country = "PT", plan = (string?)null });
        shop.Tag("ana", remove: ["vip"]);

        Assert.Empty(shop.Customer("ana")!.Segments);
        Assert.Equal(6, shop.Changes().Length);
    }

    [Fact]
    public void Everyone_HoldsFromTheFirstRecord()
    {
        var shop = new Simulator();
        shop.Define("all", "everyone");

        shop.Event("ana", EventName.OrderCompleted, properties: new { total = "?" });
        Assert.Null(shop.Customer("ana"));
        Assert.Empty(shop.Members("all"));
        shop.Event("ana", "x", messageId: "m");
        Assert.Equal(ApplyOutcome.Duplicate, shop.Event("ana", "x", messageId: "m"));

        Assert.Equal(["u:ana"], shop.Members("all").AsEnumerable());
    }

    [Fact]
    public void Append_WhatDoesNotDecode_IsRejected() =>
        Assert.Equal(ApplyOutcome.Rejected(RejectReason.MalformedJson), new Simulator().Append("{"u8.ToArray()));

    [Fact]
    public void Define_AMisspeltRule_SaysWhere() =>
        Assert.Throws<ArgumentException>(static () => new Simulator().Define("s", "contry = \"BR\""));

    [Fact]
    public void Advance_ByMonths_CountsInTheStoresZone()
    {
        var shop = new Simulator(new StoreSettings("lisbon", StoreClock.Log, "Europe/Lisbon"), Instant.From(new(2024, 1, 31, 12, 0, 0, TimeSpan.Zero)));

        shop.Advance(new CalendarDuration(2, 0)); // across the change to summer time

        Assert.Equal("2024-03-31T11:00:00.000Z", shop.Now.ToString());
    }

    private static void AssertChanges(Simulator shop, params string[] expected) =>
        Assert.Equal(expected, shop.Changes().Select(static change => change.ToString()));
}
