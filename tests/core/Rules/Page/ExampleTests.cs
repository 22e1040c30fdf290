namespace Crm.Core.Tests.Rules.Page;

/// <summary>The examples at the head of the language's page, each over a customer's life.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void Country_And_City_And_Gender()
    {
        const string Rule = "country = \"BR\" and city = \"Belo Horizonte\" and gender = \"female\"";
        var shop = new Shop().Is(new { gender = "female", address = new { country = "BR", city = "belo horizonte" } });
        Assert.True(shop.Holds(Rule));
        Assert.False(shop.Is(new { address = new { city = "Recife" } }).IsIn);
    }

    [Fact]
    public void Did_Where_AtLeast_InTheLast_AndNotDid()
    {
        var shop = new Shop().Rule("did \"Product Viewed\" where category = \"Shoes\" at least 3 times in the last 7 days and not did \"Order Completed\" in the last 7 days");
        var shoes = new { category = "Shoes" };
        Assert.False(shop.Did("Product Viewed", shoes).After(1).Did("Product Viewed", new { category = "Hats" }).Did("Product Viewed", shoes).IsIn);
        Assert.True(shop.Did("Product Viewed", shoes).IsIn);
        Assert.False(shop.Did("Order Completed", new { order_id = "1", total = 10 }).IsIn);
        Assert.False(shop.AfterDays(8).IsIn);
        Assert.Equal([("2017-06-14T13:00:00.000Z", true), ("2017-06-14T13:00:00.000Z", false)], shop.Changes);
    }

    [Fact]
    public void Did_ThenNot_Within()
    {
        var shop = new Shop().Rule("did \"Product Added\" then not \"Order Completed\" within 2 hours").Did("Product Added").After(3);
        Assert.Equal([("2017-06-14T14:00:00.000Z", true)], shop.Changes);
        Assert.False(shop.Did("Order Completed", new { order_id = "1", total = 10 }).IsIn);
    }

    [Fact]
    public void Sum_Of_InTheLast_AtLeast()
    {
        var shop = new Shop().Rule("sum total of \"Order Completed\" in the last 90 days >= 500");
        shop.Did("Order Completed", new { order_id = "1", total = 300 }).AfterDays(10).Did("Order Completed", new { order_id = "2", total = "200.00" });
        Assert.True(shop.IsIn);
        Assert.False(shop.AfterDays(80).IsIn);
        Assert.Equal([("2017-06-24T12:00:00.000Z", true), ("2017-09-12T12:00:00.000Z", false)], shop.Changes);
    }

    [Fact]
    public void Last_MoreThan_Ago()
    {
        var shop = new Shop().Rule("last \"Order Completed\" more than 30 days ago").Did("Order Completed", new { order_id = "1", total = 1 }).AfterDays(31);
        Assert.Equal([("2017-07-14T12:00:00.000Z", true)], shop.Changes);
    }

    [Fact]
    public void Did_WhereGroup_BetweenAndAgo()
    {
        var shop = new Shop().Rule("did \"Order Completed\" where (products.category = \"Shoes\" and currency = \"BRL\") between 30 and 60 days ago");
        var products = new[] { new { category = "Hats" }, new { category = "Shoes" } };
        shop.Did("Order Completed", new { order_id = "1", total = 1, currency = "BRL", products }).AfterDays(70);
        Assert.Equal([("2017-07-14T12:00:00.000Z", true), ("2017-08-13T12:00:00.000Z", false)], shop.Changes);
    }

    [Fact]
    public void RfmIn_AndHasTag()
    {
        var shop = new Shop().Rule("rfm in (\"Champions\", \"Loyal Customers\") and has tag \"wholesale\"");
        shop.Store.Tag(Shop.Ann, add: ["wholesale"]);
        for (var order = 1; order <= 8; order++)
        {
            shop.Did("Order Completed", new { order_id = $"{order}", total = 200 });
        }

        Assert.True(shop.IsIn);
        Assert.False(shop.AfterDays(400).IsIn);
    }

    [Fact]
    public void OpenedMessage_OrClickedAnyMessage()
    {
        const string Rule = "opened message \"spring\" in the last 14 days or clicked any message at least 2 times ever";
        Assert.True(new Shop().Did("Email Opened", new { email_id = "spring" }).Holds(Rule));
        Assert.False(new Shop().Did("Email Opened", new { email_id = "autumn" }).Holds(Rule));
        Assert.False(new Shop().Did("Email Opened", new { campaign_id = "Spring" }).AfterDays(14).Holds(Rule));
        Assert.True(new Shop().Did("Email Link Clicked").Did("SMS Link Clicked").AfterDays(500).Holds(Rule));
    }

    [Fact]
    public void BirthdayInTheNext_AndCanReceive()
    {
        var shop = new Shop().Rule("birthday in the next 7 days and can receive email").Is(new { birthday = "1990-06-24", email = "ann@example.com" });
        Assert.False(shop.IsIn);
        var consent = System.Text.Encoding.UTF8.GetBytes(
            """{"type":"consents","userId":"ann","timestamp":"2017-06-14T12:00:00Z","channel":"email","purpose":"marketing","state":"granted"}""");
        shop.Store.Append(consent);
        Assert.Equal([("2017-06-18T03:00:00.000Z", true), ("2017-06-25T03:00:00.000Z", false)], shop.AfterDays(20).Changes);
    }

    [Fact]
    public void InSegment_AndEnteredSegment()
    {
        var shop = new Shop();
        shop.Store.Define("vip", "has tag \"vip\"");
        shop.Rule("in segment \"vip\" and entered segment \"vip\" in the last 3 days").Store.Tag(Shop.Ann, add: ["vip"]);
        Assert.Equal([("2017-06-14T12:00:00.000Z", true), ("2017-06-17T12:00:00.000Z", false)], shop.AfterDays(5).Changes);
    }
}
