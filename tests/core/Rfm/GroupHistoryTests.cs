using Crm.Core.Customers;
using Crm.Core.Rfm;
using Crm.Core.Simulation;
using Crm.Core.Storage;

namespace Crm.Core.Tests.Rfm;

public class GroupHistoryTests
{
    private static readonly RfmSettings ByAmount = new(1, [1000, 2000, 3000, 4000], [100, 200, 300, 400], [100, 200, 300, 400])
    {
        Plan = new()
        {
            Version = 1,
            Groups = new(5, [.. Enumerable.Range(1, 5).Select(static m => new RfmGroup($"M{m}", new(1, 5), new(1, 5), new((byte)m, (byte)m), new(1, 5)))]),
        },
    };

    private readonly Simulator _simulator = new(rfm: ByAmount);

    [Fact]
    public void View_AfterMovesAndBack_HasEachGroupWithItsInstantAndVersion()
    {
        Order("ana", "1", 150);
        var first = _simulator.Now;
        _simulator.Advance(TimeSpan.FromDays(1));
        Order("ana", "2", 100);
        var second = _simulator.Now;
        Order("ana", "3", 10); // no other group
        _simulator.Advance(TimeSpan.FromDays(1));
        _simulator.Score(ByAmount with { Version = 2, MonetaryAmounts = [100, 300, 400, 500] });

        Assert.Equal([new("M2", _simulator.Now, 2), new("M3", second, 1), new GroupView("M2", first, 1)], History("ana"));
    }

    [Fact]
    public void View_OrderCancelledAndAnotherOne_HasTheTimeBetween()
    {
        Order("ana", "1", 150);
        _simulator.Event("ana", "Order Cancelled", properties: new { order_id = "1" });
        Assert.Null(_simulator.Customer("ana")!.Rfm);

        Order("ana", "2", 150);

        Assert.Equal(["M2", null, "M2"], History("ana").Select(static entry => entry.Group));
    }

    [Fact]
    public void View_ManyMoves_KeepsTheNewestTen()
    {
        for (var i = 1; i <= 12; i++)
        {
            _simulator.Score(ByAmount with { Version = i, MonetaryAmounts = i % 2 == 0 ? [100, 200, 300, 400] : [10, 20, 30, 40] });
            Order("ana", "1", 150); // the same order again
        }

        var history = History("ana");
        Assert.Equal(10, history.Length);
        Assert.Equal(12, history[0].Version);
    }

    [Fact]
    public void Merge_TwoHistories_StandByTheirInstants()
    {
        Order("ana", "1", 150);
        var (ana, bea) = (_simulator.Now, _simulator.Advance(TimeSpan.FromDays(1)).Now);
        Order("bea", "2", 50);
        _simulator.Advance(TimeSpan.FromDays(1));

        _simulator.Merge("ana", "bea");

        var whole = _simulator.StateOf("ana")!;
        Assert.Equal([new("M3", _simulator.Now, 1), new("M1", bea, 1), new GroupView("M2", ana, 1)], whole.View().Rfm!.History!.Value.Where(entry => entry.Since != bea || entry.Group == "M1").ToArray());
    }

    [Fact]
    public void Write_AndRead_KeepTheHistory()
    {
        Order("ana", "1", 150);
        Order("ana", "2", 100);
        var state = _simulator.StateOf("ana")!;

        var read = Customer.Read(state.Key, state.Write(new SnapshotWriter()), _simulator.Definitions);

        Assert.Equal(History("ana"), read.View().Rfm!.History!.Value.ToArray());
    }

    // What new cuts do not concern leaves no trace: not even in the bytes that are stored.
    [Fact]
    public void Adopt_CutsThatChangeNothing_LeaveNoTraceUntilSomethingElseDoes()
    {
        Order("ana", "1", 150);
        var before = _simulator.StateOf("ana")!.Write(new SnapshotWriter()).ToArray();

        _simulator.Advance(TimeSpan.FromDays(1)).Score(ByAmount with { Version = 2, MonetaryAmounts = [110, 210, 310, 410] });
        Assert.Equal(before, _simulator.StateOf("ana")!.Write(new SnapshotWriter()).ToArray());

        _simulator.Tag("ana", add: ["x"]);
        Assert.Equal((2, "M2"), (_simulator.Customer("ana")!.Rfm!.Version, _simulator.Customer("ana")!.Rfm!.Group));
        Assert.Single(History("ana"));
    }

    // An age that falls sooner than the customer would wake concerns it at once, and it wakes in time; a later one is heard of at the old instant.
    [Fact]
    public void Adopt_AnotherAge_FallsAtTheNewInstant()
    {
        Order("soon", "1", 150);
        var at = _simulator.Now;
        _simulator.Define("fresh", "rfm.r = 5");
        _simulator.Advance(TimeSpan.FromDays(1)).Score(ByAmount with { Version = 2, RecencyDays = [10, 2000, 3000, 4000] });
        _simulator.Score(ByAmount with { Version = 3, RecencyDays = [20, 2000, 3000, 4000] });

        _simulator.Advance(TimeSpan.FromDays(15));
        Assert.Equal(["u:soon"], _simulator.Members("fresh").AsEnumerable());
        _simulator.Advance(TimeSpan.FromDays(15));

        Assert.Equal(at.PlusMilliseconds(20 * 86_400_000L), _simulator.Changes("fresh")[^1].At);
    }

    private void Order(string customer, string order, int total) => _simulator.Event(customer, "Order Completed", properties: new { order_id = order, total });

    private GroupView[] History(string customer) => [.. _simulator.Customer(customer)!.Rfm!.History!];
}
