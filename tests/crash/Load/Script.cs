using System.Globalization;
using System.Text.Json;

namespace Crm.Crash.Tests.Load;

/// <summary>What happens in a store, as the seed has it; endless. Segments change by events and by time, and automations wait.</summary>
/// <param name="store">Its name, from which messageIds are made.</param>
/// <param name="random">By the seed.</param>
/// <param name="now">When the next events happen.</param>
/// <param name="customers">Whose events they are.</param>
/// <param name="visits">Whether they also come unknown, each on a device of their own or now and then on another's, and say who they are later.</param>
internal sealed class Script(string store, Random random, Func<DateTimeOffset> now, int customers, bool visits = false)
{
    private const int Batch = 20;

    private static readonly string[] Names = ["Product Viewed", "Product Viewed", "Product Viewed", "Product Added", "Products Searched", "Order Completed", "Order Cancelled"];

    private readonly List<(string Customer, string Json)> _sent = [];
    private readonly List<string> _messageIds = [];
    private int _number;

    /// <summary>What must be in the archive.</summary>
    public IReadOnlyCollection<string> MessageIds => _messageIds;

    public Step.Events NextEvents() => new([.. Enumerable.Range(0, Batch).Select(_ => random.Next(30) == 0 && _sent.Count > 0 ? _sent[^random.Next(1, Math.Min(60, _sent.Count + 1))] : NextEvent())]);

    public Step.Tags NextTags()
    {
        var (id, customer) = (NextId("api:"), random.Next(_sent.Count));
        return new(_sent[customer].Customer, id["api:".Length..], random.Next(3) == 0 ? """{"remove":["seen"]}""" : """{"add":["seen"]}""");
    }

    private (string Customer, string Json) NextEvent()
    {
        if (visits && random.Next(4) == 0)
        {
            return NextVisit();
        }

        var customer = $"{store}-c{random.Next(customers)}";
        var at = now();
        at = random.Next(20) == 0 ? at.AddHours(-random.Next(1, 120)) : at; // some come late
        var head = $"\"userId\":\"{customer}\",\"messageId\":\"{NextId()}\",\"timestamp\":\"{at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\"";
        var json = random.Next(25) == 0
            ? $$"""{"type":"identify",{{head}},"traits":{"email":"{{customer}}@shop.example","level":{{random.Next(5)}}} }"""
            : $$"""{"type":"track","event":"{{Names[random.Next(Names.Length)]}}",{{head}},"properties":{{Properties()}} }""";
        _sent.Add((customer, json));
        return _sent[^1];
    }

    private (string Customer, string Json) NextVisit()
    {
        var who = random.Next(customers);
        var (customer, device) = ($"{store}-c{who}", $"{store}-d{(random.Next(15) == 0 ? random.Next(customers) : who)}");
        var head = $"\"anonymousId\":\"{device}\",\"messageId\":\"{NextId()}\",\"timestamp\":\"{now().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)}\"";
        return (customer, random.Next(5) == 0
            ? $$"""{"type":"identify","userId":"{{customer}}",{{head}} }"""
            : $$"""{"type":"track","event":"{{Names[random.Next(Names.Length)]}}",{{head}},"properties":{{Properties()}} }""");
    }

    private string Properties() => JsonSerializer.Serialize(new
    {
        order_id = $"o{random.Next(_number / 4 + 1)}",
        total = random.Next(1, 90) + 0.5,
        currency = "BRL",
        product_id = $"p{random.Next(5)}",
        price = 5,
        quantity = 1,
        query = "shoes",
    });

    // As it stands in the log: our own API sets a word before its idempotency keys.
    private string NextId(string before = "")
    {
        var id = $"{before}{store}-{_number++:D6}";
        _messageIds.Add(id);
        return id;
    }
}
