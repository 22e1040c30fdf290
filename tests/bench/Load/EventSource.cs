using System.Diagnostics;
using System.Globalization;
using System.Text;
using Crm.Core.Customers;
using Crm.Core.Events;
using Crm.Ingest.Logs;

namespace Crm.Bench.Load;

/// <summary>A store's clickstream: customers Zipf-distributed, mostly views, one event in twenty an order; about 390 bytes each. The same seed gives the same events.</summary>
internal sealed class EventSource(string store, int customers, int partitions, int seed)
{
    private static readonly string[] Categories = ["Shoes", "Shirts", "Hats", "Books", "Toys", "Garden", "Food", "Games"];

    private readonly Random _random = new(seed);
    private readonly Zipf _zipf = new(customers);
    private readonly (string Key, int Partition)[] _homes = [.. Enumerable.Range(0, customers)
        .Select(number => new CustomerKey(store, $"u:{number}").Text)
        .Select(key => (key, HomePartition.Of(key, partitions)))];

    private readonly StringBuilder _text = new();
    private long _number;

    /// <summary>The share of events that belong to a recorded trace. Default 0.</summary>
    public double TraceRatio { get; set; }

    public LogAppend Next(DateTimeOffset now)
    {
        var customer = _zipf.Next(_random);
        var time = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var product = _random.Next(20_000);
        var price = 5 + product % 200;
        _text.Clear();
        _text.Append(CultureInfo.InvariantCulture, $$"""{"type":"track","messageId":"bench-{{seed}}-{{_number++}}","userId":"{{customer}}","timestamp":"{{time}}","receivedAt":"{{time}}","event":""");
        Properties(_random.Next(100), product, price);
        _text.Append("""},"context":{"library":{"name":"analytics.js","version":"2.11.1"},"page":{"path":"/products","url":"https://shop.example/products"},"locale":"pt-BR"}}""");
        var (key, partition) = _homes[customer];
        return new LogAppend(partition, RecordKind.Event, key, Encoding.UTF8.GetBytes(_text.ToString()), null, Trace());
    }

    private string? Trace() => TraceRatio > 0 && _random.NextDouble() < TraceRatio
        ? $"00-{ActivityTraceId.CreateRandom().ToHexString()}-{ActivitySpanId.CreateRandom().ToHexString()}-01"
        : null;

    private void Properties(int dice, int product, int price)
    {
        var category = Categories[product % Categories.Length];
        var name = dice switch { < 60 => EventName.ProductViewed, < 75 => EventName.ProductsSearched, < 87 => EventName.ProductAdded, < 95 => EventName.CartViewed, _ => EventName.OrderCompleted };
        if (name == EventName.OrderCompleted)
        {
            _text.Append(CultureInfo.InvariantCulture, $"\"{name}\",\"properties\":{{\"order_id\":\"o-{seed}-{_number}\",\"total\":{price * 2}.50,\"currency\":\"USD\",");
            _text.Append(CultureInfo.InvariantCulture, $"\"products\":[{{\"product_id\":\"p{product}\",\"category\":\"{category}\",\"price\":{price},\"quantity\":2}}]");
            return;
        }

        _text.Append(CultureInfo.InvariantCulture, $"\"{name}\",\"properties\":{{\"product_id\":\"p{product}\",\"category\":\"{category}\",");
        _text.Append(CultureInfo.InvariantCulture, $"\"brand\":\"b{product % 300}\",\"price\":{price},\"quantity\":1,\"currency\":\"USD\"");
    }
}
