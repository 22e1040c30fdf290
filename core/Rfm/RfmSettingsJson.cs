using System.Text.Json;
using Crm.Core.Time;

namespace Crm.Core.Rfm;

/// <summary>Cuts and plan as a definition version keeps them.</summary>
internal static class RfmSettingsJson
{
    public static void Write(Utf8JsonWriter writer, RfmSettings rfm)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", rfm.Version);
        CutsJson.Write(writer, "recencyDays", rfm.RecencyDays);
        CutsJson.Write(writer, "frequencyOrders", rfm.FrequencyOrders);
        CutsJson.Write(writer, "monetaryAmounts", rfm.MonetaryAmounts);
        if (rfm.AsOf is { } asOf)
        {
            writer.WriteNumber("asOf", asOf.Milliseconds);
            writer.WriteNumber("customers", rfm.Customers);
        }

        if (!rfm.Tops.IsEmpty)
        {
            writer.WriteStartArray("tops");
            foreach (var (share, value) in rfm.Tops)
            {
                writer.WriteStartObject();
                writer.WriteNumber("percent", share.Percent);
                writer.WriteString("field", share.Field);
                writer.WriteNumber("value", value);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (rfm.Plan.Version > 0)
        {
            writer.WritePropertyName("plan");
            RfmPlanJson.Write(writer, rfm.Plan);
        }

        writer.WriteEndObject();
    }

    public static RfmSettings Read(JsonElement rfm) => new(
        rfm.GetProperty("version").GetInt32(),
        CutsJson.Whole(rfm, "recencyDays") ?? throw new KeyNotFoundException("recencyDays"),
        CutsJson.Whole(rfm, "frequencyOrders") ?? throw new KeyNotFoundException("frequencyOrders"),
        CutsJson.Amounts(rfm, "monetaryAmounts") ?? throw new KeyNotFoundException("monetaryAmounts"))
    {
        AsOf = rfm.TryGetProperty("asOf", out var asOf) ? new Instant(asOf.GetInt64()) : null,
        Customers = rfm.TryGetProperty("customers", out var customers) ? customers.GetInt64() : 0,
        Tops = rfm.TryGetProperty("tops", out var tops) ? [.. tops.EnumerateArray().Select(static top => new TopCut(
            new(top.GetProperty("percent").GetDecimal(), top.GetProperty("field").GetString()!), top.GetProperty("value").GetDecimal()))] : [],
        Plan = rfm.TryGetProperty("plan", out var plan) ? RfmPlanJson.Read(plan) : RfmPlan.Default,
    };
}
