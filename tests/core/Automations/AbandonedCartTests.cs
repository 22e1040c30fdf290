using Crm.Core.Automations;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Core.Simulation;

namespace Crm.Core.Tests.Automations;

/// <summary>The journey that every shop asks for first: two hours after a product was put into the cart, unless it was emptied by then.</summary>
public sealed class AbandonedCartTests
{
    private const string Automation = """
        {"name":"Abandoned cart","trigger":{"event":"Product Added"},"exit":"cart.items = 0","again":"P7D",
         "steps":[{"id":"pause","wait":"PT2H"},{"id":"remind","webhook":{"url":"https://shop.example/hook"}}]}
        """;

    private readonly Simulator _store = new Simulator().Automate("cart", Automation);

    [Fact]
    public void ProductAdded_TwoHoursPass_FiresAtExactlyThatInstantOnce()
    {
        var start = _store.Now;
        Add("ann");
        _store.AdvanceTo(start.PlusMilliseconds(2 * 3_600_000 - 1));
        Assert.Empty(Actions());
        _store.Advance(TimeSpan.FromDays(1));
        var action = Assert.Single(Actions());
        Assert.Equal(("u:ann", "cart", "remind", 1L, start.PlusMilliseconds(2 * 3_600_000)), Key(action));
        Assert.Equal(1, action.Effect.Customer!.Cart.Items);
        Assert.Equal([RunEnd.Completed], Ends());
    }

    [Fact]
    public void OrderCompleted_BeforeTwoHours_EndsTheRunAndFiresNothing()
    {
        Add("ann");
        _store.Advance(TimeSpan.FromMinutes(119));
        Order("ann");
        _store.Advance(TimeSpan.FromDays(1));
        Assert.Empty(Actions());
        Assert.Equal([RunEnd.Exited], Ends());
    }

    [Fact]
    public void OrderCompleted_AtTheVeryInstant_ComesAfterTheWakeUp()
    {
        Add("ann");
        _store.Advance(TimeSpan.FromHours(2));
        Order("ann");
        Assert.Single(Actions());
    }

    [Fact]
    public void ProductAdded_WhileARunIsUnderWay_StartsNoOther()
    {
        Add("ann");
        _store.Advance(TimeSpan.FromHours(1));
        Add("ann");
        _store.Advance(TimeSpan.FromDays(1));
        Assert.Single(Actions());
    }

    [Fact]
    public void ProductAdded_Again_StartsOnlyAfterTheStatedTime()
    {
        Add("ann");
        _store.Advance(TimeSpan.FromDays(6));
        Add("ann");
        _store.Advance(TimeSpan.FromDays(1) - TimeSpan.FromMilliseconds(1));
        Add("ann");
        Assert.Single(Actions());
        _store.Advance(TimeSpan.FromMilliseconds(1));
        Add("ann");
        _store.Advance(TimeSpan.FromHours(2));
        Assert.Equal([1L, 2L], Actions().Select(static action => action.Effect.Number));
    }

    [Fact]
    public void ManyCustomers_EachFiresAtItsOwnInstant()
    {
        var starts = new Dictionary<string, Time.Instant>();
        for (var customer = 0; customer < 50; customer++)
        {
            starts[$"u:c{customer}"] = _store.Now;
            Add($"c{customer}");
            _store.Advance(TimeSpan.FromSeconds(7));
        }

        _store.Advance(TimeSpan.FromDays(1));
        Assert.Equal(50, Actions().Length);
        Assert.All(Actions(), action => Assert.Equal(starts[action.Customer].PlusMilliseconds(7_200_000), action.Effect.At));
    }

    private void Add(string customer) =>
        _store.Event($"u:{customer}", EventName.ProductAdded, properties: new { product_id = "p1", price = 5, quantity = 1 });

    private void Order(string customer) =>
        _store.Event($"u:{customer}", EventName.OrderCompleted, properties: new { order_id = Guid.NewGuid().ToString(), total = 5 });

    private SimulatedEffect[] Actions() => [.. _store.Effects.Where(static effect => effect.Effect.Kind == EffectKind.ActionDue)];

    private RunEnd[] Ends() => [.. _store.Effects.Where(static effect => effect.Effect.Kind == EffectKind.RunEnded).Select(static effect => effect.Effect.End)];

    private static (string, string?, string?, long, Time.Instant) Key(SimulatedEffect action) =>
        (action.Customer, action.Effect.Automation, action.Effect.Step, action.Effect.Number, action.Effect.At);
}
