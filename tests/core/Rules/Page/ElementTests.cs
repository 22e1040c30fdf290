namespace Crm.Core.Tests.Rules.Page;

/// <summary>A test by the name of each row of the page's table of elements.</summary>
public sealed class ElementTests
{
    private static readonly string[] TwoOrders = ["2017-01-10T12:00:00Z", "2017-03-10T12:00:00Z"];

    [Theory]
    [InlineData("not orders = 1 and orders = 2", true)]
    [InlineData("orders = 2 or orders = 1 and orders = 3", true)]
    [InlineData("(orders = 2 or orders = 1) and orders = 3", false)]
    [InlineData("not (orders = 1 or orders = 2)", false)]
    public void Combine(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Theory]
    [InlineData("country = \"br\"")]
    [InlineData("country != \"PT\"")]
    [InlineData("orders < 3")]
    [InlineData("orders <= 2")]
    [InlineData("orders > 1")]
    [InlineData("orders >= 2")]
    [InlineData("country in (\"BR\", \"PT\")")]
    [InlineData("country not in (\"ES\", \"PT\")")]
    [InlineData("city contains \"horizonte\"")]
    [InlineData("city starts with \"Belo\"")]
    [InlineData("city ends with \"ZONTE\"")]
    [InlineData("city matches /^Belo [H-I]/")]
    [InlineData("city is known")]
    [InlineData("phone is unknown")]
    [InlineData("revenue between 30 and 40")]
    [InlineData("lastOrder more than 95 days ago")]
    [InlineData("lastOrder less than 97 days ago")]
    [InlineData("traits.due in the next 7 days")]
    [InlineData("firstOrder before 2017-01-11")]
    [InlineData("lastOrder after 2017-03-09")]
    public void Field(string rule)
    {
        Assert.True(Bought().Holds(rule));
        Assert.False(Bought().Holds($"not ({rule})"));
    }

    [Theory]
    [InlineData("firstName = \"Ann\"")]
    [InlineData("country = \"BR\"")]
    [InlineData("age = 27")]
    [InlineData("orders = 2")]
    [InlineData("revenue = 30")]
    [InlineData("averageOrder = 15")]
    [InlineData("firstSeen before 2017-01-11")]
    [InlineData("lastSeen after 2017-06-13")]
    [InlineData("lastOrder after 2017-03-09")]
    [InlineData("sessions = 2")]
    [InlineData("cart.value = 0")]
    [InlineData("rfm = \"Need Attention\"")]
    [InlineData("rfm.r = 3")]
    [InlineData("channel = \"web\"")]
    [InlineData("traits.plan = \"gold\"")]
    public void Fields(string rule) => Assert.True(Bought().Holds(rule), rule);

    [Theory]
    [InlineData("did \"Order Completed\"", true)]
    [InlineData("did \"Order Completed\" where total = 20 at least 2 times", false)]
    [InlineData("did \"Order Completed\" at most 2 times", true)]
    [InlineData("did \"Order Completed\" exactly 1 time since 2017-03-01", true)]
    [InlineData("did \"Order Completed\" for the first time between 2017-01-01 and 2017-01-31", true)]
    [InlineData("did \"Order Completed\" for the first time between 2017-03-01 and 2017-03-31", false)]
    [InlineData("did any of (\"Cart Viewed\", \"Order Completed\") exactly 2 times", true)]
    [InlineData("did page \"Pricing\"", true)]
    [InlineData("did screen \"Pricing\"", false)]
    [InlineData("did \"Pricing\"", false)]
    public void Did(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Theory]
    [InlineData("sum total of \"Order Completed\" = 30", true)]
    [InlineData("average total of \"Order Completed\" = 15", true)]
    [InlineData("min total of \"Order Completed\" where total > 10 = 20", true)]
    [InlineData("max total of \"Order Completed\" between 2017-01-01 and 2017-01-31 = 10", true)]
    [InlineData("count distinct products.category of \"Order Completed\" = 2", true)]
    [InlineData("count distinct products.category of \"Order Completed\" in the last 90 days != 0", false)]
    [InlineData("same products.category of \"Order Completed\" at least 2 times", true)]
    [InlineData("same products.category of \"Order Completed\" at least 2 times in the last 100 days", false)]
    [InlineData("sum total of \"Cart Viewed\" = 0", true)]
    [InlineData("average total of \"Cart Viewed\" <= 0", false)]
    public void Aggregate(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Theory]
    [InlineData("first \"Order Completed\" more than 150 days ago", true)]
    [InlineData("first \"Order Completed\" where total = 20 less than 100 days ago", true)]
    [InlineData("last \"Order Completed\" less than 90 days ago", false)]
    [InlineData("last \"Cart Viewed\" less than 90 days ago", false)]
    public void Recency(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Theory]
    [InlineData("did \"Order Completed\" where total = 10 then \"Order Completed\" where total = 20", true)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" then \"Order Completed\"", false)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" within 59 days", true)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" within 58 days", false)]
    [InlineData("did \"Order Completed\" then not \"Cart Viewed\" within 90 days", true)]
    [InlineData("did \"Order Completed\" where total = 20 then not \"Cart Viewed\" within 100 days", false)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" this year", true)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" between 150 and 160 days ago", true)]
    [InlineData("did \"Order Completed\" then \"Order Completed\" between 90 and 100 days ago", false)]
    public void Sequence(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Fact]
    public void Steadiness()
    {
        var shop = new Shop().Rule("traits.plan has been \"gold\" for more than 3 days").Is(new { plan = "gold" }).After(24).Is(new { plan = "Gold" });
        Assert.Equal([("2017-06-17T12:00:00.000Z", true)], shop.AfterDays(3).Changes);
        Assert.False(shop.Is(new { plan = "free" }).IsIn);
        var young = new Shop().Rule("rfm has been \"New Customers\" for less than 2 days").Did("Order Completed", new { order_id = "1", total = 1 });
        Assert.Equal([("2017-06-14T12:00:00.000Z", true), ("2017-06-16T12:00:00.000Z", false)], young.AfterDays(5).Changes);
    }

    [Theory]
    [InlineData("did \"Order Completed\" where total = 10", true)]
    [InlineData("did \"Order Completed\" where (total = 10 and products.category = \"Shoes\")", true)]
    [InlineData("did \"Order Completed\" where (products.category = \"Shoes\" and products.price = 5)", true)]
    [InlineData("did \"Order Completed\" where products (category = \"Shoes\" and price = 5)", false)]
    [InlineData("did \"Order Completed\" where products (category = \"Hats\" and price = 5)", true)]
    public void Where(string rule, bool holds) => Assert.Equal(holds, Bought().Holds(rule));

    [Theory]
    [InlineData("in the last 97 days", 1)]
    [InlineData("between 90 and 160 days ago", 2)]
    [InlineData("between 2017-01-10 and 2017-03-10", 2)]
    [InlineData("since 2017-03-10", 1)]
    [InlineData("today", 0)]
    [InlineData("this week", 0)]
    [InlineData("this month", 0)]
    [InlineData("this year", 2)]
    [InlineData("ever", 2)]
    public void Window(string window, int times) => Assert.True(Bought().Holds($"did \"Order Completed\" exactly {times} times {window}"));

    [Theory]
    [InlineData("30 seconds", "2017-06-14T12:00:30.000Z")]
    [InlineData("2 hours", "2017-06-14T14:00:00.000Z")]
    [InlineData("7 days", "2017-06-21T12:00:00.000Z")]
    [InlineData("2 weeks", "2017-06-28T12:00:00.000Z")]
    [InlineData("3 months", "2017-09-14T12:00:00.000Z")]
    [InlineData("1 month 2 days", "2017-07-16T12:00:00.000Z")]
    [InlineData("1 year", "2018-06-14T12:00:00.000Z")]
    public void D(string length, string at) =>
        Assert.Equal([(at, true)], new Shop().Rule($"last \"Visit\" more than {length} ago").Did("Visit").AfterDays(400).Changes);

    [Theory]
    [InlineData("Email Delivered", "received message \"m\"", "received message \"other\"")]
    [InlineData("Push Notification Received", "received any message exactly 1 time today", "opened any message")]
    [InlineData("Email Opened", "opened message \"M\" in the last 1 hour", "clicked any message")]
    [InlineData("SMS Link Clicked", "clicked any message", "clicked any message at least 2 times")]
    [InlineData("Email Bounced", "bounced message \"m\"", "received any message")]
    [InlineData("Unsubscribed", "unsubscribed from message \"m\"", "unsubscribed from message \"other\"")]
    [InlineData("Email Link Clicked", "clicked link \"https://example.com/\" of message \"m\"", "clicked link \"https://example.com/x\" of message \"m\"")]
    [InlineData("Form Submitted", "submitted form \"contact\"", "submitted form \"other\"")]
    public void Message(string name, string holds, string not)
    {
        var shop = new Shop().Did(name, new { message_id = "m", link_url = "https://example.com/", form_id = "contact" });
        Assert.Equal((true, false), (shop.Holds(holds), shop.Holds(not)));
    }

    [Theory]
    [InlineData("has tag \"X\"", true)]
    [InlineData("in list \"press\"", true)]
    [InlineData("in list \"staff\"", false)]
    [InlineData("in segment \"tagged\"", true)]
    [InlineData("entered segment \"tagged\" today", true)]
    [InlineData("left segment \"tagged\" today", false)]
    [InlineData("consent email = unknown", true)]
    [InlineData("consent sms for \"orders\" = granted", false)]
    [InlineData("can receive email", false)]
    [InlineData("in journey \"welcome\"", true)]
    [InlineData("everyone", true)]
    public void Other(string rule, bool holds)
    {
        var shop = new Shop();
        shop.Store.Define("tagged", "has tag \"x\"").Automate("welcome", """{"name":"w","trigger":{"entered":"tagged"},"steps":[{"wait":"P1D"},{"log":"x"}]}""");
        shop.Store.Tag(Shop.Ann, add: ["x", Core.Customers.ListTags.Of("press")]);
        Assert.Equal(holds, shop.Holds(rule));
    }

    /// <summary>Two orders, of 10 in January with shoes and of 20 in March with shoes and hats; now it is June.</summary>
    private static Shop Bought()
    {
        var shop = new Shop(TwoOrders[0]);
        shop.Did("Order Completed", new { order_id = "1", total = 10, products = new object[] { new { category = "Shoes", price = 10 } } });
        shop.Store.Append(System.Text.Encoding.UTF8.GetBytes(
            """{"type":"page","userId":"ann","name":"Pricing","messageId":"p","timestamp":"2017-01-10T12:00:00Z","context":{"channel":"web"}}"""));
        shop.Did("Order Completed", new { order_id = "2", total = 20, products = new object[] { new { category = "Hats", price = 5 }, new { category = "shoes", price = 15 } } }, TwoOrders[1]);
        shop.Store.AdvanceTo(Shop.At("2017-06-14T12:00:00Z"));
        return shop.Is(new { firstName = "Ann", plan = "gold", due = "2017-06-20", birthday = "1990-01-01", address = new { country = "BR", city = "Belo Horizonte" } });
    }
}
