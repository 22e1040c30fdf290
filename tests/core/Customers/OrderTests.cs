using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Core.Tests.Customers;

public class OrderTests
{
    private readonly CustomerHost _host = new();

    [Theory]
    [InlineData("""{"order_id":"a","total":10,"revenue":8,"value":6}""", "10")]
    [InlineData("""{"order_id":"a","revenue":8,"value":6}""", "8")]
    [InlineData("""{"order_id":"a","total":null,"value":"6.50"}""", "6.50")]
    [InlineData("""{"orderId":"a","products":[{"price":2,"quantity":3},{"price":"1.25"},{"quantity":4},7]}""", "7.25")]
    [InlineData("""{"orderID":5,"total":" 1e2 "}""", "100")]
    [InlineData("""{"order_id":"a"}""", "0")]
    [InlineData("""{"order_id":"a","total":0.1234567}""", "0.123457")]
    [InlineData("""{"order_id":"a","total":-3,"currency":"brl"}""", "-3")]
    [InlineData("""{"order_id":"a","total":3,"currency":""}""", "3")]
    [InlineData("""{"order_id":"a","total":3,"currency":7}""", "3")]
    [InlineData("{}", "0")]
    public void Completed_ByAmounts_TakesTheFirstStated(string properties, string revenue)
    {
        Assert.Equal(ApplyKind.Applied, _host.Track(EventName.OrderCompleted, properties).Kind);

        Assert.Equal((1, decimal.Parse(revenue, null)), (_host.View.Figures.Orders, _host.View.Figures.Revenue));
    }

    [Theory]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":"ten"}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":""}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":true,"revenue":5}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":1000000000000000.01}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":1e300}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","products":[{"price":1e15,"quantity":2}]}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderUpdated, """{"order_id":"a","revenue":"1,5"}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderRefunded, """{"order_id":"a","value":{}}""", RejectReason.InvalidAmount)]
    [InlineData(EventName.OrderCompleted, """{"order_id":"a","total":1,"currency":"USD"}""", RejectReason.UnknownCurrency)]
    [InlineData(EventName.OrderRefunded, """{"order_id":"a","total":1,"currency":"R$"}""", RejectReason.UnknownCurrency)]
    public void Order_Invalid_IsRejectedWithoutTrace(string name, string properties, RejectReason reason)
    {
        _host.Track(EventName.OrderCompleted, """{"order_id":"a","total":1}""");
        var before = _host.Customer.Write(new());
        var position = _host.Customer.Position;
        var effects = _host.Effects.Count;

        var outcome = _host.Track(name, properties);

        Assert.Equal(ApplyOutcome.Rejected(reason), outcome);
        Assert.NotEmpty(outcome.Detail);
        Assert.Equal(before, _host.Customer.Write(new()));
        Assert.Equal((position, effects), (_host.Customer.Position, _host.Effects.Count));
    }

    [Fact]
    public void Rejected_FirstRecord_LeavesNoCustomer()
    {
        _host.Track(EventName.OrderCompleted, """{"total":"x"}""");

        Assert.False(_host.Customer.Exists);
        Assert.Equal(Position.Start, _host.Customer.Position);
    }

    [Fact]
    public void Cancelled_InAnotherCurrency_StillCancels()
    {
        _host.Track(EventName.OrderCompleted, """{"order_id":"a","total":10}""");
        _host.Track(EventName.OrderCancelled, """{"order_id":"a","total":"?","currency":"USD"}""");

        Assert.Equal(0, _host.View.Figures.Orders);
    }

    // Steps: c/u/r/x for completed, updated, refunded, cancelled, then order, amount ('-' for none) and minute.
    [Theory]
    [InlineData("c a 10 1", "1 10 0 1-1")]
    [InlineData("c a 10 1,c b 20 2", "2 30 0 1-2")]
    [InlineData("c a 10 1,c a 15 2", "1 15 0 1-1")] // a repeat replaces
    [InlineData("c a 15 2,c a 10 1", "1 15 0 1-1")] // and a late one does not
    [InlineData("c a 10 1,u a 12 2", "1 12 0 1-1")]
    [InlineData("u a 12 2,c a 10 1", "1 12 0 1-1")] // the completion sets the date, the update keeps the total
    [InlineData("u a 12 2", "1 12 0 2-2")]
    [InlineData("c a 10 1,u a - 2", "1 10 0 1-1")]
    [InlineData("c a - 1,u a 4 0", "1 4 0 1-1")]
    [InlineData("c a 10 1,x a - 2", "0 0 0 -")]
    [InlineData("x a - 2,c a 10 1,u a 11 3,r a 3 4", "0 0 0 -")] // for good
    [InlineData("c a 10 1,c b 20 2,c d 30 3,x d - 4", "2 30 0 1-2")] // figures are counted again
    [InlineData("c a 10 1,c b 20 2,x a - 4", "1 20 0 2-2")]
    [InlineData("c a 10 1,r a 4 2", "1 10 4 1-1")]
    [InlineData("c a 10 1,r a 4 2,r a 5 3", "1 10 9 1-1")]
    [InlineData("c a 10 1,r a - 2", "1 10 10 1-1")]
    [InlineData("c a 10 1,r a - 2,r a - 3", "1 10 10 1-1")]
    [InlineData("c a 10 1,r a 4 2,r a - 3", "1 10 10 1-1")]
    [InlineData("r a - 2,c a 10 1", "1 10 10 1-1")]
    [InlineData("r a 4 2,c a 10 1", "1 10 4 1-1")]
    [InlineData("r a 4 2", "0 0 4 -")]
    [InlineData("c a 10 1,r a 4 2,x a - 3", "0 0 0 -")]
    public void Orders_InAnyOrder_AreExact(string steps, string expected)
    {
        foreach (var step in steps.Split(',').Select(static step => step.Split(' ')))
        {
            var name = step[0] switch { "c" => EventName.OrderCompleted, "u" => EventName.OrderUpdated, "r" => EventName.OrderRefunded, _ => EventName.OrderCancelled };
            var total = step[2] == "-" ? "" : $",\"total\":{step[2]}";
            _host.Track(name, $$"""{"order_id":"{{step[1]}}"{{total}}}""", int.Parse(step[3], null), now: 100);
        }

        var figures = _host.View.Figures;
        var dates = figures.FirstOrder is { } first ? $"{(first - CustomerHost.Start) / 60_000}-{(figures.LastOrder!.Value - CustomerHost.Start) / 60_000}" : "-";
        Assert.Equal(expected, $"{figures.Orders} {figures.Revenue} {figures.Refunded} {dates}");
    }

    [Fact]
    public void Completed_WithoutOrderId_CountsOncePerMessage()
    {
        _host.Apply("""
            "type":"track","event":"Order Completed","messageId":"m1","properties":{"total":5}
            """);
        _host.Apply("""
            "type":"track","event":"Order Completed","messageId":"m2","properties":{"total":5}
            """);
        _host.Track(EventName.OrderCompleted, """{"total":5}""");
        _host.Track(EventName.OrderCompleted, """{"total":5}""");

        Assert.Equal((4, 20m), (_host.View.Figures.Orders, _host.View.Figures.Revenue));
    }

    [Fact]
    public void AverageOrder_InTheView_IsRoundedToTwoPlaces()
    {
        foreach (var total in new[] { 40, 40, 40.5 })
        {
            _host.Track(EventName.OrderCompleted, $$"""{"total":{{total}}}""");
        }

        Assert.Equal(40.17m, _host.View.Figures.AverageOrder);
        Assert.Equal(120.5m / 3, _host.Customer.Field(CustomerFields.IndexOf("averageOrder")).AsNumber);
    }
}
