using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Tests.Identity;

public sealed class MergeTests
{
    private readonly Shop _shop = new();

    [Fact]
    public void Identify_OnADevice_TakesWhatTheVisitorDid()
    {
        _shop.Segment("looked", "did \"Product Viewed\" at least 2 times").Segment("bought", "orders >= 1")
            .Track("Product Viewed", device: "d1", at: 1)
            .Track("Product Added", new { product_id = "p", price = 10 }, device: "d1", at: 2)
            .Track("Product Viewed", user: "ana", at: 3)
            .Identify("ana", "d1", at: 4);

        Assert.Equal(["u:ana"], _shop.Store.CustomerIds().AsEnumerable());
        var ana = _shop.Store.Customer("a:d1")!;
        Assert.Equal("u:ana", ana.Id);
        Assert.Equal(["u:ana", "a:d1"], ana.Identities.AsEnumerable());
        Assert.Equal(1, ana.Cart.Items);
        Assert.Equal(Shop.Start.PlusMilliseconds(1_000), ana.Figures.FirstSeen);
        Assert.Equal(["u:ana"], _shop.Store.Members("looked").AsEnumerable());
    }

    [Fact]
    public void Visitor_AfterTheMerge_IsForwardedAndCountsOnce()
    {
        _shop.Identify("ana", "d1", at: 1).Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, device: "d1", at: 2)
            .Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, user: "ana", at: 3);
        Assert.Equal((1, 10m), (_shop.Store.Customer("ana")!.Figures.Orders, _shop.Store.Customer("ana")!.Figures.Revenue));
        Assert.Equal(["u:ana"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Merge_Segments_AnnouncesDifferencesOnly()
    {
        _shop.Segment("both", "did \"x\"").Segment("its", "did \"y\"").Segment("neither", "did \"x\" at least 2 times")
            .Track("x", device: "d", at: 1).Track("y", device: "d", at: 2).Track("x", user: "ana", at: 3)
            .Identify("ana", "d", at: 4);
        Assert.Equal(
            [
                "a:d +both Event", "a:d +its Event", "u:ana +both Event",
                "a:d -both Merge", "a:d -its Merge", "u:ana +its Merge", "u:ana +neither Merge",
            ],
            _shop.Store.Changes().Select(static change => $"{change.Customer} {(change.Entered ? '+' : '-')}{change.Segment} {change.Cause}"));
        var merged = Assert.Single(_shop.Store.Effects, static effect => effect.Effect.Kind == EffectKind.Merged);
        Assert.Equal(("a:d", "u:ana"), (merged.Customer, merged.Effect.Other));
    }

    [Fact]
    public void Merge_RfmCells_HoldThePersonOnce()
    {
        _shop.Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, device: "d", at: 1)
            .Track(EventName.OrderCompleted, new { order_id = 2, total = 10 }, user: "ana", at: 2).Identify("ana", "d", at: 3);
        var cells = _shop.Store.Effects.Where(static effect => effect.Effect.Kind == EffectKind.RfmMoved)
            .Sum(static effect => (effect.Effect.To.IsNone ? 0 : 1) - (effect.Effect.From.IsNone ? 0 : 1));
        Assert.Equal(1, cells);
        Assert.Equal(2, _shop.Store.Customer("ana")!.Figures.Orders);
    }

    [Fact]
    public void Fields_Merged_HoldTheLatestInstant()
    {
        _shop.Identify(null, "d", new { email = "old@x.test", city = "Recife" }, at: 5)
            .Identify("ana", null, new { email = "new@x.test", city = "Olinda" }, at: 4)
            .Identify("ana", null, new { city = "Natal" }, at: 6).Identify("ana", "d", at: 7);
        var fields = _shop.Store.Customer("ana")!.Fields.ToDictionary(static field => field.Name, static field => field.Value);
        Assert.Equal(("old@x.test", "Natal"), (fields["email"], fields["city"]));
    }

    [Fact]
    public void Email_OfTwoVisitors_JoinsThem_AndAUserTakesBoth()
    {
        _shop.Identify(null, "d2", new { email = "Ana@x.test" }, at: 1).Identify(null, "d1", new { email = "ana@x.test" }, at: 2);
        Assert.Equal(["a:d1"], _shop.Store.CustomerIds().AsEnumerable());
        _shop.Identify("ana", null, new { email = "ana@x.test" }, at: 3);
        Assert.Equal(["u:ana"], _shop.Store.CustomerIds().AsEnumerable());
        Assert.Equal("u:ana", _shop.Store.Customer("a:d2")!.Id);
    }

    [Fact]
    public void Email_OfTwoUsers_JoinsNobody_AndIsReported()
    {
        _shop.Identify("ana", null, new { email = "family@x.test" }, at: 1).Identify("bea", null, new { email = "family@x.test" }, at: 2);
        Assert.Equal(["u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
        var problem = Assert.Single(_shop.Store.Customer("ana")!.Problems);
        Assert.Equal(("identities", ProblemReason.IdentityConflict), (problem.Field, problem.Reason));
    }

    [Fact]
    public void Phone_OfTwoVisitorsWithOtherEmails_JoinsNobody()
    {
        _shop.Identify(null, "d1", new { email = "ana@x.test", phone = "+5531987654321" }, at: 1)
            .Identify(null, "d2", new { email = "bea@x.test", phone = "+55 31 98765-4321" }, at: 2);
        Assert.Equal(["a:d1", "a:d2"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void ExternalId_OfTwoVisitors_JoinsThem()
    {
        var loyalty = new[] { new { type = "loyalty", id = "4711" } };
        _shop.Identify(null, "d1", at: 1, externalIds: loyalty).Identify(null, "d2", at: 2, externalIds: loyalty);
        Assert.Equal(["a:d1"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Email_SentInPublic_JoinsNobody()
    {
        _shop.Identify("ana", null, new { email = "ana@x.test" }, at: 1).Identify(null, "d", new { email = "ana@x.test" }, at: 2, isPublic: true);
        Assert.Equal(["a:d", "u:ana"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Device_ThatIsSomebodyElsesWhenTheSameComesAgain_CountsItOnce()
    {
        _shop.Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, device: "tablet", at: 1).Identify("ana", "tablet", at: 2)
            .Track(EventName.OrderCompleted, new { order_id = 2, total = 10 }, device: "tablet", at: 3).Identify("bea", "tablet", at: 4)
            .Again();

        Assert.Equal(["u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
        Assert.Equal(2, _shop.Store.Customer("ana")!.Figures.Orders);
    }

    [Fact]
    public void Device_OfTwoUsers_StandsByItselfAfterwards()
    {
        _shop.Track("x", device: "tablet", at: 1).Identify("ana", "tablet", at: 2).Track("x", device: "tablet", at: 3)
            .Identify("bea", "tablet", at: 4).Track("x", device: "tablet", at: 5).Identify("ana", "tablet", at: 6);
        Assert.Equal(["a:tablet", "u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
        Assert.Equal(Shop.Start.PlusMilliseconds(5_000), _shop.Store.Customer("a:tablet")!.Figures.FirstSeen);
        Assert.Equal(Shop.Start.PlusMilliseconds(1_000), _shop.Store.Customer("ana")!.Figures.FirstSeen);
    }

    [Fact]
    public void Alias_Chain_EndsInTheBestId_AndForwardsThroughAll()
    {
        _shop.Track("x", user: "c", at: 1).Track("x", user: "b", at: 2).Track("x", user: "a", at: 3)
            .Alias("c", "b", 4).Alias("b", "a", 5).Track("x", user: "c", at: 6);
        Assert.Equal(["u:a"], _shop.Store.CustomerIds().AsEnumerable());
        Assert.Equal(Shop.Start.PlusMilliseconds(6_000), _shop.Store.Customer("c")!.Figures.LastSeen);
    }

    [Fact]
    public void Alias_InACircle_EndsInOne()
    {
        _shop.Alias("a", "b", 1).Alias("b", "c", 2).Alias("c", "a", 3).Track("x", user: "c", at: 4).Track("x", user: "b", at: 5);
        Assert.Equal(["u:a"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Alias_SentInPublic_TakesNoUser()
    {
        _shop.Track("x", user: "rich", at: 1).Alias("thief", "rich", 2, isPublic: true);
        Assert.Equal(["u:rich", "u:thief"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Merge_Asked_JoinsWhatNoIdentifierWould()
    {
        _shop.Track("x", user: "ana", at: 1).Track("x", user: "bea", at: 2);
        _shop.Store.Merge("bea", "ana");
        Assert.Equal(["u:ana"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Resend_AfterTheMerge_CountsOnce()
    {
        var order = new Dictionary<string, object?> { ["type"] = "track", ["event"] = "x" };
        _shop.Segment("twice", "did \"x\" at least 2 times").Send(order, null, "d", 1);
        var json = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(order);
        _shop.Identify("ana", "d", at: 2).Store.Append(json);
        Assert.Empty(_shop.Store.Members("twice"));
    }

    [Fact]
    public void Journey_UnderWay_GoesOnWithTheOneThatStays()
    {
        _shop.Store.Automate("cart", """{"name":"cart","trigger":{"event":"Product Added"},"exit":"orders >= 1","steps":[{"wait":"PT2H"},{"log":"remind"}]}""");
        _shop.Track("Product Added", new { product_id = "p" }, device: "d", at: 1).Identify("ana", "d", at: 3_600);
        _shop.Store.AdvanceTo(Shop.Start.PlusMilliseconds(7_200_999));
        Assert.DoesNotContain(_shop.Store.Effects, static effect => effect.Effect.Kind == EffectKind.ActionDue);
        _shop.Store.AdvanceTo(Shop.Start.PlusMilliseconds(7_201_000));
        var due = Assert.Single(_shop.Store.Effects, static effect => effect.Effect.Kind == EffectKind.ActionDue);
        Assert.Equal(("u:ana", Shop.Start.PlusMilliseconds(7_201_000)), (due.Customer, due.Effect.At));
        Assert.Equal(
            ["a:d RunStarted None", "a:d RunEnded Merged", "u:ana RunStarted None", "u:ana RunEnded Completed"],
            _shop.Store.Effects.Where(static effect => effect.Effect.Kind is EffectKind.RunStarted or EffectKind.RunEnded)
                .Select(static effect => $"{effect.Customer} {effect.Effect.Kind} {effect.Effect.End}"));
    }

    // An action's key is made of it: none may be told of twice.
    [Fact]
    public void Journey_TakenOverByOneWhoCameBackAfterAnErasure_HasANumberThatWasNeverGiven()
    {
        _shop.Store.Automate("cart", """{"name":"cart","trigger":{"event":"Product Added"},"steps":[{"wait":"PT2H"},{"log":"remind"}]}""");
        _shop.Track("Product Added", new { product_id = "p" }, user: "ana", at: 1).Send(new() { ["type"] = "erase" }, "ana", null, 2)
            .Track("Product Added", new { product_id = "p" }, device: "d", at: 3).Identify("ana", "d", at: 4);
        var numbers = _shop.Store.Effects.Where(static effect => effect is { Customer: "u:ana", Effect.Kind: EffectKind.RunStarted }).Select(static effect => effect.Effect.Number);
        Assert.Equal([1, Shop.Start.PlusMilliseconds(2_000).Milliseconds + 1], numbers);
    }

    [Fact]
    public void Definition_AfterTheMerge_LooksBackAtBoth()
    {
        _shop.Track("x", device: "d", at: 1).Track("x", user: "ana", at: 2).Identify("ana", "d", at: 3).Track("x", device: "d", at: 4);
        _shop.Segment("three", "did \"x\" at least 3 times").Segment("four", "did \"x\" at least 4 times");
        Assert.Equal(["u:ana"], _shop.Store.Members("three").AsEnumerable());
        Assert.Empty(_shop.Store.Members("four"));
    }
}
