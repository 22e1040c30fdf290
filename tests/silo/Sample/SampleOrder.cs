using System.IO.Compression;
using System.Text.Json;

namespace Crm.Silo.Tests.Sample;

/// <summary>One real basket of the committed sample, as the file has it.</summary>
public sealed record SampleOrder(string OrderId, string Customer, DateTimeOffset At, string Store, string Total, JsonElement Products)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public decimal Amount => decimal.Parse(Total, System.Globalization.CultureInfo.InvariantCulture);

    public static IReadOnlyList<SampleOrder> All()
    {
        using var file = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(Repository.Root, "samples", "complete-journey", "orders.ndjson.gz")), CompressionMode.Decompress));
        var orders = new List<SampleOrder>();
        while (file.ReadLine() is { } line)
        {
            orders.Add(JsonSerializer.Deserialize<SampleOrder>(line, Json)!);
        }

        return orders;
    }

    /// <summary>The tracking event of this order; the store's currency is BRL, for that is what test stores have.</summary>
    public string Event() => JsonSerializer.Serialize(new
    {
        type = "track",
        @event = "Order Completed",
        userId = Customer,
        messageId = "order-" + OrderId,
        timestamp = At.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", null),
        properties = new { order_id = OrderId, total = Total, currency = "BRL", channel = "store " + Store, products = Products },
    });

    public static string Batch(IEnumerable<string> events) => $$"""{"batch":[{{string.Join(',', events)}}]}""";
}
