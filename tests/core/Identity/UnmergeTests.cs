using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Identity;

public sealed class UnmergeTests
{
    private readonly Shop _shop = new();

    [Fact]
    public void Unmerge_OfAVisitor_LeavesEachWithItsOwn()
    {
        _shop.Segment("two", "orders >= 2").Segment("three", "orders >= 3")
            .Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, device: "d", at: 1)
            .Track(EventName.OrderCompleted, new { order_id = 2, total = 20 }, user: "ana", at: 2)
            .Track(EventName.OrderCompleted, new { order_id = 3, total = 30 }, user: "ana", at: 3)
            .Identify("ana", "d", at: 4)
            .Track(EventName.OrderCompleted, new { order_id = 4, total = 40 }, device: "d", at: 5);
        Assert.Equal((4, 100m), Orders("ana"));

        _shop.Store.Unmerge("ana", "a:d");

        Assert.Equal(["a:d", "u:ana"], _shop.Store.CustomerIds().AsEnumerable());
        Assert.Equal(((2, 50m), (2, 50m)), (Orders("ana"), Orders("a:d")));
        Assert.Equal(["a:d", "u:ana"], _shop.Store.Members("two").AsEnumerable());
        Assert.Empty(_shop.Store.Members("three"));
        Assert.Equal(
            ["u:ana +two Event", "u:ana +three Merge", "u:ana -three Merge", "a:d +two Merge"],
            _shop.Store.Changes().Select(static change => $"{change.Customer} {(change.Entered ? '+' : '-')}{change.Segment} {change.Cause}"));
    }

    [Fact]
    public void AfterAnUnmerge_EventsAreEachOnesOwn_AndNothingJoinsThemAgain()
    {
        _shop.Identify("ana", "d", at: 1);
        _shop.Store.Unmerge("ana", "a:d");
        _shop.Track("x", device: "d", at: 2).Identify("ana", "e", at: 3).Identify("ana", "d", at: 4).Identify("bea", "d", at: 5);
        Assert.Equal(["a:d", "u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
        _shop.Store.Merge("a:d", "ana");
        Assert.Equal(["u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Unmerge_OfAUser_TakesItsDevicesAlong()
    {
        _shop.Track(EventName.OrderCompleted, new { order_id = 1, total = 10 }, device: "d", at: 1).Identify("bea", "d", at: 2)
            .Track(EventName.OrderCompleted, new { order_id = 2, total = 10 }, user: "ana", at: 3);
        _shop.Store.Merge("bea", "ana");
        Assert.Equal((2, 20m), Orders("ana"));
        _shop.Store.Unmerge("ana", "bea");
        Assert.Equal(((1, 10m), (1, 10m)), (Orders("ana"), Orders("bea")));
        _shop.Track(EventName.OrderCompleted, new { order_id = 3, total = 10 }, device: "d", at: 4);
        Assert.Equal((2, 20m), Orders("bea"));
    }

    [Fact]
    public void Unmerge_OfOneThatIsNoPart_ChangesNothing()
    {
        _shop.Track("x", user: "ana", at: 1).Track("x", user: "bea", at: 2);
        var before = _shop.Store.Effects.Count;
        _shop.Store.Unmerge("ana", "bea");
        Assert.Equal(before, _shop.Store.Effects.Count);
        Assert.Equal(["u:ana", "u:bea"], _shop.Store.CustomerIds().AsEnumerable());
    }

    [Fact]
    public void Definition_AfterAnUnmerge_LooksBackAtEachOnesOwn()
    {
        _shop.Track("x", device: "d", at: 1).Track("x", user: "ana", at: 2).Identify("ana", "d", at: 3).Track("x", device: "d", at: 4);
        _shop.Store.Unmerge("ana", "a:d");
        _shop.Segment("once", "did \"x\" at least 1 times").Segment("twice", "did \"x\" at least 2 times");
        Assert.Equal(["a:d", "u:ana"], _shop.Store.Members("once").AsEnumerable());
        Assert.Equal(["a:d"], _shop.Store.Members("twice").AsEnumerable());
    }

    private (int, decimal) Orders(string customer) => _shop.Store.Customer(customer)!.Figures is var figures ? (figures.Orders, figures.Revenue) : default;
}
