using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Crm.Cli.Replay;

/// <summary>Writes tracking events as the collector takes them, in the e-commerce vocabulary.</summary>
internal static class OrderEvents
{
    /// <summary>The id is made of the order's, so that a second replay of the same file changes nothing.</summary>
    public static byte[] Completed(Order order, DateTimeOffset at) =>
        Track("Order Completed", order, at, suffix: "", generated: false, json =>
        {
            json.WriteString("order_id"u8, order.OrderId);
            json.WriteNumber("total"u8, order.Total);
            json.WriteNumber("discount"u8, order.Discount);
            WriteCurrency(json, order);
            WriteCoupons(json, order.Coupons ?? []);
            json.WriteString("channel"u8, "store");
            WriteOptional(json, "store", order.Store);
            json.WriteStartArray("products"u8);
            foreach (var product in order.Products)
            {
                json.WriteStartObject();
                WriteProduct(json, product);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });

    /// <summary>Browsing that was never recorded: made up around a real order, and marked so in its context.</summary>
    public static byte[] Browsed(string name, string suffix, Order order, OrderProduct product, DateTimeOffset at) =>
        Track(name, order, at, suffix, generated: true, json =>
        {
            WriteProduct(json, product);
            WriteCurrency(json, order);
            json.WriteString("channel"u8, "web");
        });

    public static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private static byte[] Track(string name, Order order, DateTimeOffset at, string suffix, bool generated, Action<Utf8JsonWriter> properties)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("type"u8, "track");
        json.WriteString("event"u8, name);
        json.WriteString("messageId"u8, $"order:{order.OrderId}{suffix}");
        json.WriteString("userId"u8, order.Customer);
        json.WriteString("timestamp"u8, Instant(at));
        json.WriteStartObject("context"u8);
        if (generated)
            json.WriteBoolean("generated"u8, true);
        json.WriteStartObject("library"u8);
        json.WriteString("name"u8, "crm replay");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("properties"u8);
        properties(json);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteCurrency(Utf8JsonWriter json, Order order) => json.WriteString("currency"u8, order.Currency ?? "USD");

    private static void WriteCoupons(Utf8JsonWriter json, string[] coupons)
    {
        if (coupons.Length == 0)
            return;
        json.WriteString("coupon"u8, coupons[0]);
        json.WriteStartArray("coupons"u8);
        foreach (var coupon in coupons)
            json.WriteStringValue(coupon);
        json.WriteEndArray();
    }

    private static void WriteProduct(Utf8JsonWriter json, OrderProduct product)
    {
        json.WriteString("product_id"u8, product.Id);
        WriteOptional(json, "name", product.Name);
        WriteOptional(json, "category", product.Category);
        WriteOptional(json, "department", product.Department);
        WriteOptional(json, "brand", product.Brand);
        json.WriteNumber("quantity"u8, product.Quantity);
        json.WriteNumber("price"u8, product.Price);
    }

    private static void WriteOptional(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
