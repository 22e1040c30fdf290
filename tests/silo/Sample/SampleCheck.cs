using System.Globalization;
using Xunit.Abstractions;

namespace Crm.Silo.Tests.Sample;

/// <summary>The whole sample through a real silo, against sums made straight over the file by code that shares nothing with the product.</summary>
internal sealed class SampleCheck(TestStore store, ITestOutputHelper output)
{
    private static readonly DateTimeOffset AsOf = new(2018, 1, 2, 0, 0, 0, TimeSpan.Zero);

    /// <param name="wait">Of the requests that send it, such as <c>?wait=applied</c>.</param>
    public async Task Run(string wait)
    {
        var orders = SampleOrder.All();
        Assert.Equal(47_243, orders.Count);
        await store.PutSegment("regulars", "orders >= 20");
        await store.PutSegment("spenders", "revenue >= 150");
        await store.PutSegment("champions", "rfm = \"Champions\"");
        await store.PutSegment("lapsed", "last \"Order Completed\" more than 30 days ago");
        await store.PutSegment("active", "did \"Order Completed\" at least 3 times in the last 90 days");
        await store.PutSegment("bakers", "did \"Order Completed\" where products (category = \"BREAD\" and price > 1) in the last 60 days");
        foreach (var chunk in orders.Chunk(500))
        {
            (await store.Post("/v1/batch" + wait, SampleOrder.Batch(chunk.Select(static order => order.Event())))).Ok();
        }

        (await store.Post("/api/v1/clock", $$"""{"to":"{{AsOf:yyyy-MM-dd'T'HH:mm:ss'Z'}}"}""")).Ok();
        var expected = orders.GroupBy(static order => order.Customer).Select(static orders => new Household(orders.Key, [.. orders])).ToArray();
        Assert.Equal(2_377, expected.Length);
        await CheckCustomers(expected);
        await CheckRfm(expected);
        await CheckSegment("regulars", expected, static one => one.Orders.Count >= 20);
        await CheckSegment("spenders", expected, static one => one.Revenue >= 150);
        await CheckSegment("champions", expected, static one => one.Group == "Champions");
        await CheckSegment("lapsed", expected, static one => one.Last <= AsOf.AddDays(-30));
        await CheckSegment("active", expected, static one => one.Orders.Count(static order => order.At > AsOf.AddDays(-90)) >= 3);
        await CheckSegment("bakers", expected, static one => one.Orders.Any(static order =>
            order.At > AsOf.AddDays(-60) && order.Products.EnumerateArray().Any(static product =>
                product.TryGetProperty("category", out var category) && string.Equals(category.GetString(), "BREAD", StringComparison.OrdinalIgnoreCase)
                && decimal.Parse(product.GetProperty("price").GetString()!, CultureInfo.InvariantCulture) > 1)));
    }

    private async Task CheckCustomers(Household[] expected)
    {
        foreach (var one in expected)
        {
            var figures = (await store.Get($"/api/v1/customers/u:{one.Id}")).Ok()["figures"];
            Assert.Equal(one.Orders.Count, figures.GetProperty("orders").GetInt32());
            Assert.Equal(one.Revenue, decimal.Parse(figures.GetProperty("revenue").GetString()!, CultureInfo.InvariantCulture));
            Assert.Equal(one.Last, figures.GetProperty("lastOrder").GetDateTimeOffset());
        }
    }

    private async Task CheckRfm(Household[] expected)
    {
        var groups = (await store.Get("/api/v1/rfm")).Ok()["groups"].EnumerateObject()
            .Where(static group => group.Value.GetInt64() > 0).ToDictionary(static group => group.Name, static group => (int)group.Value.GetInt64());
        output.WriteLine(string.Join(", ", groups));
        Assert.Equal(expected.GroupBy(static one => one.Group).ToDictionary(static group => group.Key, static group => group.Count()), groups);
    }

    private async Task CheckSegment(string id, Household[] expected, Func<Household, bool> belongs)
    {
        var members = new List<string>();
        for (var cursor = ""; ;)
        {
            var page = (await store.Get($"/api/v1/segments/{id}/members?limit=500{cursor}")).Ok();
            members.AddRange(page["items"].EnumerateArray().Select(static member => member.GetProperty("customer").GetString()!));
            if (page["next"].GetString() is not { } next)
            {
                break;
            }

            cursor = "&cursor=" + Uri.EscapeDataString(next);
        }

        output.WriteLine($"{id}: {members.Count}");
        Assert.NotEmpty(members);
        Assert.Equal(expected.Where(belongs).Select(static one => "u:" + one.Id).Order(StringComparer.Ordinal), members.Order(StringComparer.Ordinal));
        Assert.Equal(members.Count, (await store.Get($"/api/v1/segments/{id}")).Ok()["count"].GetInt64());
    }

    private sealed record Household(string Id, IReadOnlyList<SampleOrder> Orders)
    {
        // The default groups by R (row, 5 first) and FM (column, 1 first), typed from the table of the rule language's page.
        private static readonly string[] Names =
        [
            "New Customers", "Potential Loyalists", "Potential Loyalists", "Champions", "Champions",
            "Promising", "Potential Loyalists", "Potential Loyalists", "Loyal Customers", "Champions",
            "Promising", "Need Attention", "Need Attention", "Loyal Customers", "Loyal Customers",
            "Hibernating", "Hibernating", "At Risk", "At Risk", "Can't Lose Them",
            "Lost", "Lost", "At Risk", "Can't Lose Them", "Can't Lose Them",
        ];

        public decimal Revenue => Orders.Sum(static order => order.Amount);

        public DateTimeOffset Last => Orders.Max(static order => order.At);

        public string Group
        {
            get
            {
                var days = Math.Floor((AsOf - Last).TotalDays);
                var r = days < 30 ? 5 : days < 90 ? 4 : days < 180 ? 3 : days < 365 ? 2 : 1;
                var f = 1 + new[] { 2, 3, 5, 8 }.Count(cut => Orders.Count >= cut);
                var m = 1 + new[] { 100, 250, 500, 1000 }.Count(cut => Revenue >= cut);
                return Names[(5 - r) * 5 + (f + m + 1) / 2 - 1];
            }
        }
    }
}
