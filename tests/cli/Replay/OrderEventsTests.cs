using System.Globalization;
using Crm.Cli.Replay;

namespace Crm.Cli.Tests.Replay;

public class OrderEventsTests
{
    [Fact]
    public void Read_Order_IsOrderCompleted()
    {
        var json = Assert.Single(Orders.Events([Orders.Simple])).Json();

        Assert.Equal(
            """{"type":"track","event":"Order Completed","messageId":"order:31198705046","userId":"906","timestamp":"2017-01-01T12:30:27.000Z","context":{"library":{"name":"crm replay"}},"properties":{"order_id":"31198705046","total":1.50,"discount":0.29,"currency":"USD","channel":"store","store":"319","products":[{"product_id":"1075313","category":"SEAFOOD","brand":"National","quantity":1,"price":1.50}]}}""",
            json.ToJsonString());
    }

    [Fact]
    public void Read_Coupons_AllAndTheFirst()
    {
        var line = Orders.Simple.Replace("\"discount\"", "\"coupons\":[\"10\",\"20\"],\"discount\"", StringComparison.Ordinal);

        var properties = Assert.Single(Orders.Events([line])).Json()["properties"]!;

        Assert.Equal("10", properties["coupon"]!.GetValue<string>());
        Assert.Equal("""["10","20"]""", properties["coupons"]!.ToJsonString());
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("""{"orderId":"1"}""")]
    [InlineData("""{"orderId":"1","customer":null,"at":"2017-01-01T00:00:00Z","total":"1","products":[]}""")]
    [InlineData("""{"orderId":"1","customer":"1","at":"yesterday","total":"1","products":[]}""")]
    [InlineData("""{"orderId":"1","customer":"1","at":"2017-01-01T00:00:00Z","total":"much","products":[]}""")]
    public void Read_WrongLine_IsNamedAndLeftOut(string line)
    {
        var wrong = new List<WrongLine>();

        var events = Orders.Events([Orders.Simple, line, "", Orders.Line("2", "2017-01-02T00:00:00Z")], wrong: wrong.Add);

        Assert.Equal(2, events.Count);
        Assert.Equal(2, Assert.Single(wrong).Line);
    }

    [Fact]
    public void Read_OversizeOrder_IsAWrongLine()
    {
        var wrong = new List<WrongLine>();

        Orders.Events([Orders.Simple.Replace("SEAFOOD", new string('x', 40_000), StringComparison.Ordinal)], wrong: wrong.Add);

        Assert.Single(wrong);
    }

    [Fact]
    public void Read_Sample_EqualsADirectSumOverTheFile()
    {
        var events = Orders.Events(LineFile.Lines("orders.ndjson.gz"));

        var read = events.Select(static one => one.Json()).ToList();
        Assert.Equal(47_243, read.Count);
        Assert.Equal(47_243, read.Select(static one => one["messageId"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal("233935.24", read.Sum(static one => one["properties"]!["total"]!.GetValue<decimal>()).ToString(CultureInfo.InvariantCulture));
    }
}
