using System.Globalization;
using System.Text;

namespace Crm.Core.Tests.Events;

/// <summary>JSON that an event might be, member by member: known names with any value, more than once, too deep, too long, beyond every number.</summary>
internal sealed class RandomEvent(Random random)
{
    private static readonly string[] Types = ["track", "track", "track", "identify", "page", "screen", "group", "alias", "tags", "dance", ""];

    private static readonly string[] Events = ["Order Completed", "Order Updated", "Order Refunded", "Order Cancelled", "Product Added", "Product Removed", "Cart Viewed", "Product Viewed", ""];

    private static readonly string[] Outer =
        ["messageId", "messageId", "anonymousId", "timestamp", "sentAt", "receivedAt", "originalTimestamp", "previousId", "groupId", "name", "add", "remove", "traits", "context", "properties", "userId", "type", "event", "category"];

    private static readonly string[] Inner =
    [
        "order_id", "orderId", "total", "revenue", "value", "currency", "products", "quantity", "price", "product_id", "sku", "refund", "category", "email", "phone", "country",
        "birthday", "firstName", "address", "city", "company", "traits", "locale", "channel", "device", "library", "score", "plan", "tags", "name", "cart_id", "coupon",
    ];

    private static readonly string[] Numbers =
    [
        "0", "-0", "1", "-1", "2.50", "10.005", "1e400", "-1e400", "1E-400", "1e-28", "0.00000000000000000000000000000001", "79228162514264337593543950335", "79228162514264337593543950336",
        "999999999999999.99", "1e15", "1e16", "9223372036854775808", "1e308", "123456789012345678901234567890.123456789", "1000001",
    ];

    private static readonly string[] Texts =
    [
        "", " ", "1", "0", "-3", "1e400", "12.50", " 7 ", "USD", "BRL", "EUR", "usd", "o1", "o2", "true", "null", "a@B.c", "BR", "vip", "\\u0000", "\\ud800", "\\udc00x", "\\ud83d\\ude00", "é",
        "2024-03-01T10:00:00Z", "2024-03-01", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z", "2024-02-30T00:00:00Z", "2024-03-01T10:00:00+14:00", "20240301T100000Z",
    ];

    public byte[] Next()
    {
        var json = new StringBuilder("{");
        for (var left = random.Next(3); left > 0; left--)
        {
            json.Append('"').Append(Pick(Outer)).Append("\":");
            Value(json, random.Next(30) == 0 ? random.Next(60, 68) : 0);
            json.Append(',');
        }

        if (random.Next(8) > 0) // of a member that stands twice the last counts
        {
            json.Append(CultureInfo.InvariantCulture, $"\"type\":\"{Pick(Types)}\",\"event\":\"{Pick(Events)}\",\"userId\":\"1\",\"anonymousId\":\"{random.Next(3)}\",\"timestamp\":\"2024-03-0{random.Next(1, 10)}T10:00:00Z\",\"sentAt\":null,\"receivedAt\":null,");
        }

        json.Append(random.Next(3) == 0 ? "\"traits\":" : "\"properties\":");
        Object(json, 1);
        return Encoding.UTF8.GetBytes(json.Append('}').ToString());
    }

    private void Value(StringBuilder json, int deep)
    {
        if (deep > 0)
        {
            var opening = random.Next(2) == 0 ? "[" : "{\"a\":";
            json.Insert(json.Length, opening, deep).Append('1').Insert(json.Length, opening == "[" ? "]" : "}", deep);
            return;
        }

        switch (random.Next(9))
        {
            case 0:
                Object(json, 2);
                break;
            case 1:
                Array(json, 2);
                break;
            case < 5:
                json.Append(Pick(Numbers));
                break;
            case < 8:
                Text(json);
                break;
            default:
                json.Append(Pick(["true", "false", "null"]));
                break;
        }
    }

    private void Object(StringBuilder json, int depth)
    {
        json.Append('{');
        for (var left = random.Next(depth > 4 ? 1 : 6); left > 0; left--)
        {
            json.Append('"').Append(random.Next(20) == 0 ? new string('n', random.Next(2_000)) : Pick(Inner)).Append("\":");
            Nested(json, depth);
            json.Append(left > 1 ? "," : "");
        }

        json.Append('}');
    }

    private void Array(StringBuilder json, int depth)
    {
        json.Append('[');
        for (var left = random.Next(depth > 4 ? 1 : 5); left > 0; left--)
        {
            Nested(json, depth);
            json.Append(left > 1 ? "," : "");
        }

        json.Append(']');
    }

    private void Nested(StringBuilder json, int depth)
    {
        switch (random.Next(8))
        {
            case 0:
                Object(json, depth + 1);
                break;
            case 1:
                Array(json, depth + 1);
                break;
            default:
                Value(json, 0);
                break;
        }
    }

    private void Text(StringBuilder json) =>
        json.Append('"').Append(random.Next(25) == 0 ? new string('x', random.Next(300, 9_000)) : Pick(Texts)).Append('"');

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
