using System.Globalization;
using System.Text.Json;

namespace Crm.Cli.Listen;

/// <summary>One webhook that came with a good signature.</summary>
/// <param name="Status">What it was answered; null for no answer.</param>
internal sealed record Delivery(DateTimeOffset At, string Id, bool IsRepeat, int? Status, JsonElement Body)
{
    private string Time => At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    /// <summary>For people.</summary>
    public string Line() => Printable(string.Join("  ",
        Time, Text("data", "automation"), Text("data", "step"), Text("data", "customer", "id"),
        $"cart {Text("data", "customer", "cart", "value")}", IsRepeat ? "repeat" : "new", Status?.ToString(CultureInfo.InvariantCulture) ?? "no answer"));

    /// <summary>For programs: one JSON object, on one line whatever the sender's layout was.</summary>
    public byte[] Record()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("receivedAt", Time);
            writer.WriteString("id", Id);
            writer.WriteBoolean("repeat", IsRepeat);
            if (Status is { } status)
                writer.WriteNumber("status", status);
            else
                writer.WriteNull("status");
            writer.WritePropertyName("body");
            Body.WriteTo(writer);
            writer.WriteEndObject();
        }
        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <summary>What comes from elsewhere could otherwise steer the terminal.</summary>
    public static string Printable(string text) => string.Concat(text.Select(static c => char.IsControl(c) ? '?' : c));

    private string Text(params string[] path)
    {
        var element = Body;
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return "-";
        }
        return element.ValueKind is JsonValueKind.String or JsonValueKind.Number ? element.ToString() : "-";
    }
}
