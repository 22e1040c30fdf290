using Crm.Core.Events;

namespace Crm.Core.Tests.Customers;

public class CartTests
{
    private readonly CustomerHost _host = new();

    // Steps: +product quantity price, -product quantity, order, view; with @minute where it comes late.
    [Theory]
    [InlineData("+a 2 5", "2 10")]
    [InlineData("+a 2 5,+a 1 6", "3 18")] // the newest price is the product's
    [InlineData("+a 2 5,+b 1 3", "3 13")]
    [InlineData("+a 2 5,-a 1", "1 5")]
    [InlineData("+a 2 5,-a 5,+a 1 5", "1 5")]
    [InlineData("-a 1,+a 2 5", "2 10")]
    [InlineData("+a 2 5,order,+b 1 3", "1 3")]
    [InlineData("+a 2 5,view", "4 9")]
    [InlineData("order@9,+a 2 5@8", "0 0")] // added before the order, read after it
    [InlineData("+a 2 5@9,+b 1 3@7,order@8", "2 10")] // added after the order, read before it
    [InlineData("order@9,view@8", "0 0")]
    public void Cart_AfterSteps_Holds(string steps, string expected)
    {
        foreach (var step in steps.Split(','))
        {
            var parts = step.Split('@');
            var words = parts[0].Split(' ');
            double? minute = parts.Length > 1 ? double.Parse(parts[1], null) : null;
            _ = words[0] switch
            {
                "order" => _host.Track(EventName.OrderCompleted, "{}", minute, now: 10),
                "view" => _host.Track(EventName.CartViewed, """{"products":[{"sku":"x","price":2.25,"quantity":4},{"price":5},[]]}""", minute, now: 10),
                ['+', ..] => _host.Track(EventName.ProductAdded, $$"""{"product_id":"{{words[0][1..]}}","quantity":{{words[1]}},"price":"{{words[2]}}"}""", minute, now: 10),
                _ => _host.Track(EventName.ProductRemoved, $$"""{"productId":"{{words[0][1..]}}","quantity":{{words[1]}}}""", minute, now: 10),
            };
        }

        Assert.Equal(expected, $"{_host.View.Cart.Items:0.##} {_host.View.Cart.Value:0.##}");
    }

    [Theory]
    [InlineData("""{"product_id":"a","price":3}""", 1, 3)]
    [InlineData("""{"product_id":"a","quantity":"2","price":"x"}""", 2, 0)]
    [InlineData("""{"product_id":"a","price":3,"currency":"USD"}""", 1, 0)]
    [InlineData("""{"product_id":"a","quantity":-1,"price":3}""", 0, 0)]
    [InlineData("""{"price":3}""", 0, 0)]
    [InlineData("""{"product_id":{},"sku":7,"price":3}""", 1, 3)]
    public void Added_ByProperties_Counts(string properties, decimal items, decimal value)
    {
        _host.Track(EventName.ProductAdded, properties);

        Assert.Equal((items, value), (_host.View.Cart.Items, _host.View.Cart.Value));
    }

    [Fact]
    public void Added_BeyondTheLimit_IsLeftOut()
    {
        for (var i = 0; i < 250; i++)
        {
            _host.Track(EventName.ProductAdded, $$"""{"sku":{{i}},"price":1}""");
        }

        Assert.Equal(200, _host.View.Cart.Items);
    }
}
