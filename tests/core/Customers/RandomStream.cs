using System.Globalization;
using Crm.Core.Time;

namespace Crm.Core.Tests.Customers;

/// <summary>A record as it stands in the log: the JSON and the now that reading it brings.</summary>
internal sealed record LogLine(Instant Now, string Json);

/// <summary>What a shop's customer might do, in any order: late, repeated, cancelled, refunded, invalid, long silent.</summary>
internal sealed class RandomStream(int seed)
{
    private const long Minute = 60_000, Day = 24 * 60 * Minute;

    private readonly Random _random = new(seed);
    private Instant _now = CustomerHost.Start;

    public List<LogLine> Lines(int count, bool invalid = true, bool duplicates = true)
    {
        var lines = new List<LogLine>();
        for (var i = 0; i < count; i++)
        {
            Pass();
            if (duplicates && lines.Count > 0 && _random.Next(6) == 0)
            {
                lines.Add(new(_now, lines[_random.Next(Math.Max(0, lines.Count - 20), lines.Count)].Json)); // sent again
                continue;
            }

            var at = _random.Next(4) == 0 ? _now.PlusMilliseconds(-_random.NextInt64(0, 40 * Day)) : _now;
            var message = _random.Next(12) == 0 ? "" : $"\"messageId\":\"{seed}-{i}\",";
            lines.Add(new(_now, $$"""{{{message}}"userId":"1","timestamp":"{{at}}","receivedAt":"{{_now}}",{{Members(invalid)}}}"""));
        }

        return lines;
    }

    private void Pass() => _now = _now.PlusMilliseconds(_random.Next(8) switch
    {
        0 => 0,
        < 4 => _random.NextInt64(0, 10 * Minute),
        < 7 => _random.NextInt64(0, 2 * Day),
        _ => _random.NextInt64(0, 60 * Day),
    });

    private string Members(bool invalid) => _random.Next(15) switch
    {
        < 3 => Track("Order Completed", Order(invalid)),
        3 => Track("Order Updated", Order(invalid)),
        4 => Track("Order Refunded", Order(invalid)),
        5 => Track("Order Cancelled", $"\"order_id\":\"{OrderId()}\""),
        6 => Track("Product Added", $"\"sku\":{_random.Next(4)},\"quantity\":{_random.Next(1, 4)},\"price\":{Amount()}"),
        7 => Track("Product Viewed", $"\"category\":\"{Pick("Shoes", "Hats")}\",\"price\":{Amount()},\"channel\":\"{Pick("web", "app", "pos")}\""),
        8 => $"\"type\":\"page\",\"name\":\"{Pick("Home", "Sale")}\",\"context\":{{\"locale\":\"{Pick("pt-BR", "en")}\",\"campaign\":{{\"{Pick("source", "medium", "name")}\":\"{Pick("x", "y")}\"}}}}",
        9 => $"\"type\":\"tags\",\"{Pick("add", "remove")}\":[\"{Pick("vip", "b2b")}\"]",
        14 => $"\"type\":\"consents\",\"channel\":\"{Pick("email", "sms", "fax")}\",\"purpose\":\"{Pick("marketing", "orders")}\",\"state\":\"{Pick("granted", "denied")}\"",
        10 => $"\"type\":\"group\",\"groupId\":\"{Pick("x", "y")}\",\"traits\":{{\"{Pick("name", "type", "other")}\":\"{Pick("x", "y")}\"}}",
        _ => $"\"type\":\"identify\",\"anonymousId\":\"{Pick("x", "y", "z")}\",\"traits\":{{{Traits()}}}",
    };

    private string Order(bool invalid)
    {
        var wrong = invalid && _random.Next(10) == 0 ? Pick("\"total\":\"?\",", "\"currency\":\"EUR\",") : "";
        var total = _random.Next(5) == 0 ? "" : $",\"{Pick("total", "revenue", "value")}\":{Amount()}";
        return $"{wrong}\"order_id\":\"{OrderId()}\"{(wrong.Contains("total", StringComparison.Ordinal) ? "" : total)}";
    }

    private string Traits() => string.Join(',', Enumerable.Range(0, _random.Next(1, 4)).Select(_ => _random.Next(5) switch
    {
        4 => $"\"birthday\":{Pick("\"2020-03-05\"", "\"1990-04-02T00:00:00Z\"", "\"nonsense\"", "7", "null")}",
        0 => $"\"email\":{Pick("\"A@x.y\"", "\"b@x.y\"", "null")}",
        1 => $"\"country\":{Pick("\"BR\"", "\"PT\"", "null")}",
        2 => $"\"plan\":{Pick("\"a\"", "\"b\"", "null", "{\"a\":1}")}",
        _ => $"\"score\":{_random.Next(3)}",
    }));

    private string OrderId() => _random.Next(12).ToString(CultureInfo.InvariantCulture);

    private string Amount() => (_random.Next(0, 40_000) / 100m).ToString(CultureInfo.InvariantCulture);

    private string Pick(params string[] choices) => choices[_random.Next(choices.Length)];

    private static string Track(string name, string properties) => $"\"type\":\"track\",\"event\":\"{name}\",\"properties\":{{{properties}}}";
}
