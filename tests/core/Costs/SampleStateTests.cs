using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Crm.Core.Definitions;
using Crm.Core.Events;
using Crm.Core.Simulation;
using Crm.Core.Time;
using Xunit.Abstractions;

namespace Crm.Core.Tests.Costs;

/// <summary>What fifty segments of all kinds take of a customer's state after a year of real orders; a view of each product, half an hour before, is made up.</summary>
public class SampleStateTests(ITestOutputHelper output)
{
    private const int MostBytes = 1_500; // the median; seen: 790 of 1,651

    private static readonly string[] Rules =
    [
        "orders >= 5", "revenue > 100", "averageOrder >= 10", "lastOrder more than 30 days ago", "lastOrder less than 7 days ago", "rfm in (\"Champions\", \"Loyal Customers\")", "rfm.r <= 2",
        "stage = \"slipping\"", "favouriteCategory = \"SOFT DRINKS\"", "sessions >= 20", "has tag \"wholesale\"", "traits.plan = \"gold\"", "can receive email",
        "did \"Order Completed\" at least 4 times in the last 30 days", "did \"Order Completed\" exactly 1 time in the last 90 days", "did \"Order Completed\" at most 2 times in the last 60 days",
        "did \"Order Completed\" between 30 and 60 days ago", "did \"Order Completed\" at least 2 times between 7 and 14 days ago", "did \"Order Completed\" between 2017-06-01 and 2017-06-30",
        "did \"Order Completed\" this month", "did \"Order Completed\" at least 2 times this week", "did \"Order Completed\" today", "did \"Order Completed\" for the first time in the last 30 days",
        "did \"Order Completed\" where products.category = \"SOFT DRINKS\" at least 3 times in the last 90 days", "did \"Order Completed\" where total >= 20 at least 2 times this year",
        "did \"Order Completed\" where products (department = \"GROCERY\" and price > 5) in the last 30 days", "did \"Product Viewed\" at least 3 times in the last 7 days",
        "did \"Product Viewed\" where category = \"CHEESE\" at least 2 times ever", "not did \"Product Viewed\" in the last 14 days",
        "first \"Order Completed\" less than 90 days ago", "last \"Order Completed\" more than 60 days ago", "last \"Product Viewed\" where department = \"DELI\" less than 30 days ago",
        "sum total of \"Order Completed\" in the last 90 days >= 50", "sum total of \"Order Completed\" >= 500", "sum total of \"Order Completed\" this month > 20",
        "average total of \"Order Completed\" in the last 30 days > 10", "max total of \"Order Completed\" in the last 90 days > 30", "min total of \"Order Completed\" < 1",
        "count distinct products.category of \"Order Completed\" in the last 30 days >= 5", "count distinct department of \"Product Viewed\" >= 6", "same product_id of \"Product Viewed\" at least 2 times in the last 30 days",
        "did \"Product Viewed\" then \"Order Completed\" within 1 hour in the last 7 days", "did \"Product Viewed\" where category = \"CHEESE\" then not \"Order Completed\" within 2 hours in the last 7 days",
        "did \"Order Completed\" then \"Order Completed\" within 7 days in the last 30 days", "rfm has been \"Champions\" for more than 30 days", "stage has been \"loyal\" for less than 14 days",
        "in segment \"s0\" and not in segment \"s3\"", "entered segment \"s3\" in the last 30 days", "left segment \"s4\" today", "opened any message in the last 30 days",
    ];

    [Fact]
    public void FiftySegments_OverTheSamplesYear_TakeLittleOfEachCustomer()
    {
        var store = new Simulator(new("shop", StoreClock.Log, "America/New_York"), Instant.From(new(2017, 1, 1, 0, 0, 0, TimeSpan.Zero)));
        Assert.Equal(50, Rules.Length);
        for (var index = 0; index < Rules.Length; index++)
        {
            store.Define($"s{index}", Rules[index]);
        }

        foreach (var order in Orders())
        {
            foreach (var product in order.GetProperty("products").EnumerateArray())
            {
                var viewed = new { product_id = Text(product, "id"), category = Text(product, "category"), department = Text(product, "department") };
                store.Event(Text(order, "customer")!, "Product Viewed", At(order).PlusMilliseconds(-1_800_000), viewed);
            }

            var properties = new { order_id = Text(order, "orderId"), total = Text(order, "total"), products = order.GetProperty("products") };
            store.Event(Text(order, "customer")!, EventName.OrderCompleted, At(order), properties);
        }

        var with = Sizes(store);
        for (var index = Rules.Length - 1; index >= 0; index--)
        {
            store.Remove($"s{index}");
        }

        var segments = with.Zip(Sizes(store), static (all, rest) => all - rest).Order().ToArray();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{segments.Length} customers, whole states: median {with.Order().ElementAt(with.Length / 2)} bytes; of them segments: median {segments[segments.Length / 2]}, nine of ten at most {segments[segments.Length * 9 / 10]}, largest {segments[^1]}"));
        Assert.Equal(2_377, segments.Length);
        Assert.InRange(segments[segments.Length / 2], 1, MostBytes);
    }

    private static int[] Sizes(Simulator store) => [.. store.CustomerIds().Select(id => store.StateOf(id)!.Write(new()).Length)];

    private static IEnumerable<JsonElement> Orders()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(AppContext.BaseDirectory, "orders.ndjson.gz")), CompressionMode.Decompress));
        while (file.ReadLine() is { } line)
        {
            yield return JsonElement.Parse(line);
        }
    }

    private static Instant At(JsonElement order) => Instant.From(order.GetProperty("at").GetDateTimeOffset());

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var member) ? member.GetString() : null;
}
