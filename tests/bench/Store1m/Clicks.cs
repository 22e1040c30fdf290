using System.Globalization;
using System.Text.Unicode;
using Crm.Bench.Load;
using Crm.Core.Customers;
using Crm.Core.Events;

namespace Crm.Bench.Store1m;

/// <summary>A large store's clickstream, written straight into bytes: customers and event names Zipf-distributed, about 390 bytes an event. The same seed gives the same events.</summary>
internal sealed class Clicks(int customers, int partitions, int seed)
{
    private static readonly string[] Categories = ["Shoes", "Shirts", "Hats", "Books", "Toys", "Garden", "Food", "Games"];

    // By how often they come; the common ones have a meaning of their own.
    private static readonly string[] Names =
    [
        EventName.ProductViewed, EventName.ProductsSearched, EventName.ProductAdded, EventName.CartViewed, EventName.OrderCompleted,
        .. Enumerable.Range(1, 995).Select(static number => $"Event {number}"),
    ];

    private readonly Random _random = new(seed);
    private readonly Zipf _customers = new(customers);
    private readonly Zipf _names = new(Names.Length);
    private readonly byte[] _buffer = new byte[1024];
    private DateTimeOffset _now;
    private string _timestamp = "";
    private long _number;

    /// <summary>The next event; its customer's key and home.</summary>
    public (byte[] Key, byte[] Value, int Partition) Next(DateTimeOffset now, int? customer = null, string? name = null)
    {
        var who = customer ?? _customers.Next(_random);
        var product = _random.Next(20_000);
        var length = Write(now, who, name ?? Names[_names.Next(_random)], product, 5 + product % 200);
        var key = new CustomerKey(StoreUnderTest.Name, $"u:{who}").Text;
        return (System.Text.Encoding.UTF8.GetBytes(key), _buffer.AsSpan(0, length).ToArray(), HomePartition.Of(key, partitions));
    }

    private int Write(DateTimeOffset now, int customer, string name, int product, int price)
    {
        var number = _number++;
        if (now != _now)
        {
            (_now, _timestamp) = (now, now.ToString("yyyy-MM-ddTHH:mm:ss.fff", CultureInfo.InvariantCulture));
        }

        Utf8.TryWrite(
            _buffer,
            $$"""{"type":"track","messageId":"bench-{{seed}}-{{number}}","userId":"{{customer}}","timestamp":"{{_timestamp}}Z","event":"{{name}}","properties":{""",
            out var start);
        var properties = _buffer.AsSpan(start);
        int middle;
        if (name == EventName.OrderCompleted)
        {
            Utf8.TryWrite(
                properties,
                $$""" "order_id":"o-{{seed}}-{{number}}","total":{{price * 2}}.50,"currency":"USD","products":[{"product_id":"p{{product}}","category":"{{Categories[product % 8]}}","price":{{price}},"quantity":2}]""",
                out middle);
        }
        else
        {
            Utf8.TryWrite(
                properties,
                $$""" "product_id":"p{{product}}","category":"{{Categories[product % 8]}}","brand":"b{{product % 300}}","price":{{price}},"quantity":1,"currency":"USD" """,
                out middle);
        }

        var end = """},"context":{"library":{"name":"analytics.js","version":"2.11.1"},"page":{"path":"/products","url":"https://shop.example/products"},"locale":"pt-BR"}}"""u8;
        end.CopyTo(_buffer.AsSpan(start + middle));
        return start + middle + end.Length;
    }
}
