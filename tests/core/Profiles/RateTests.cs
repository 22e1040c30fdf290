using System.Collections.Immutable;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Tests.Customers;

namespace Crm.Core.Tests.Profiles;

public class RateTests
{
    private readonly CustomerHost _host = new(CustomerHost.Definitions(At(6.10m)));

    [Theory]
    [InlineData("""{"total":"10.00","currency":"EUR"}""", 61.0)]
    [InlineData("""{"currency":"eur","revenue":10}""", 61.0)]
    [InlineData("""{"currency":"\u0045UR","value":10}""", 61.0)]
    [InlineData("""{"currency":"EUR","products":[{"price":2,"quantity":5,"currency":"JPY"}]}""", 61.0)] // the order's currency counts
    [InlineData("""{"total":10,"currency":"BRL"}""", 10.0)]
    [InlineData("""{"total":10}""", 10.0)]
    [InlineData("""{"currency":"EUR","total":10,"currency":"BRL"}""", 10.0)] // the last of a member that stands twice
    public void Order_InAnotherCurrency_CountsInTheStores(string properties, double expected)
    {
        _host.Track("Order Completed", properties);
        Assert.Equal((decimal)expected, _host.View.Figures.Revenue);

        _host.Track("Order Refunded", properties.Replace("{\"", "{\"order_id\":\"other\",\"", StringComparison.Ordinal));
        Assert.Equal(properties.Contains("products", StringComparison.Ordinal) ? 0 : (decimal)expected, _host.View.Figures.Refunded);
    }

    [Fact]
    public void Order_WithoutARateOrTooLarge_IsRejected()
    {
        Assert.Equal(RejectReason.UnknownCurrency, _host.Track("Order Completed", """{"total":1,"currency":"JPY"}""").Reason);
        Assert.Equal(RejectReason.UnknownCurrency, _host.Track("Order Completed", """{"total":1,"currency":"much too long to be one"}""").Reason);
        Assert.Equal(RejectReason.InvalidAmount, _host.Track("Order Completed", """{"total":999999999999999,"currency":"EUR"}""").Reason);
        Assert.False(_host.Customer.Exists);
    }

    [Fact]
    public void Rates_OfANewVersion_HoldForWhatIsReadAfterIt()
    {
        _host.Track("Order Completed", """{"order_id":1,"total":10,"currency":"EUR"}""");
        _host.Customer.Adopt(StoreDefinitions.Compile(CustomerHost.Definitions(At(7)).Set with { Version = 2 }), _host.Now, ++_host.Offset, [], _host.Effects);
        _host.Track("Order Completed", """{"order_id":2,"total":10,"currency":"EUR"}""");

        Assert.Equal(131m, _host.View.Figures.Revenue);

        _host.Track("Order Updated", """{"order_id":1,"total":10,"currency":"EUR"}""");
        Assert.Equal(140m, _host.View.Figures.Revenue);
    }

    [Fact]
    public void Cart_InAnotherCurrency_IsConvertedOrHasNoPrice()
    {
        _host.Track("Product Added", """{"sku":1,"price":2,"currency":"EUR"}""");
        Assert.Equal(12.2m, _host.View.Cart.Value);

        _host.Track("Product Added", """{"sku":2,"price":2,"currency":"JPY"}""");
        Assert.Equal(12.2m, _host.View.Cart.Value);
    }

    private static ProfileSettings At(decimal euro) => new() { Rates = ImmutableSortedDictionary<string, decimal>.Empty.Add("EUR", euro).Add("USD", 5) };
}
