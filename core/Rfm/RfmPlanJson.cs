using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Crm.Core.Rfm;

/// <summary>A plan as a definition version keeps it. Cuts that come of quantiles, and the default groups, are absent.</summary>
public static class RfmPlanJson
{
    public static string ToText(RfmPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, plan);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static void Write(Utf8JsonWriter writer, RfmPlan plan)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", plan.Version);
        writer.WriteNumber("scores", plan.Scores);
        CutsJson.Write(writer, "recencyDays", plan.RecencyDays);
        CutsJson.Write(writer, "frequencyOrders", plan.FrequencyOrders);
        CutsJson.Write(writer, "monetaryAmounts", plan.MonetaryAmounts);
        writer.WriteNumber("hysteresis", plan.Hysteresis);
        if (plan.Every is { } every)
        {
            writer.WriteNumber("everySeconds", (long)every.TotalSeconds);
        }

        if (plan.Groups != DefaultGroups.Of(plan.Scores))
        {
            writer.WriteStartArray("groups");
            foreach (var row in plan.Groups.Rows)
            {
                Write(writer, row);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    /// <exception cref="KeyNotFoundException">It is none that <see cref="Write(Utf8JsonWriter, RfmPlan)"/> wrote; other JSON throws as <see cref="JsonElement"/> does.</exception>
    public static RfmPlan Read(JsonElement json)
    {
        var scores = json.GetProperty("scores").GetInt32();
        return new()
        {
            Version = json.GetProperty("version").GetInt32(),
            Scores = scores,
            RecencyDays = CutsJson.Whole(json, "recencyDays"),
            FrequencyOrders = CutsJson.Whole(json, "frequencyOrders"),
            MonetaryAmounts = CutsJson.Amounts(json, "monetaryAmounts"),
            Hysteresis = json.GetProperty("hysteresis").GetDecimal(),
            Every = json.TryGetProperty("everySeconds", out var every) ? TimeSpan.FromSeconds(every.GetInt64()) : null,
            Groups = json.TryGetProperty("groups", out var rows) ? RfmGroups.Of(scores, [.. rows.EnumerateArray().Select(Row)]) : DefaultGroups.Of(scores),
        };
    }

    private static void Write(Utf8JsonWriter writer, RfmGroup row)
    {
        writer.WriteStartObject();
        writer.WriteString("name", row.Name);
        Write(writer, "r", row.R);
        Write(writer, "f", row.F);
        Write(writer, "m", row.M);
        Write(writer, "fm", row.FM);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ScoreRange range)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(range.From);
        writer.WriteNumberValue(range.To);
        writer.WriteEndArray();
    }

    private static RfmGroup Row(JsonElement row) => new(row.GetProperty("name").GetString()!, Range(row, "r"), Range(row, "f"), Range(row, "m"), Range(row, "fm"));

    private static ScoreRange Range(JsonElement row, string name) => row.GetProperty(name) is var range ? new(range[0].GetByte(), range[1].GetByte()) : default;
}
