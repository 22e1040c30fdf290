using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Crm.Cli.Replay;

/// <summary>A line that already is an event of the tracking API: handed on as it is, but for its date where history is shifted.</summary>
internal static class EventLine
{
    public static ReplayEvent Read(string text, int line, WeekShift shift)
    {
        var json = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("not a JSON object");
        var dated = (json["originalTimestamp"] ?? json["timestamp"])?.GetValue<string>();
        var at = dated is null ? DateTimeOffset.MinValue : Date(dated);
        if (shift.Weeks == 0 && json["messageId"] is not null)
            return new(at, line, Encoding.UTF8.GetBytes(text));

        // Without an id a batch that is sent again after a lost answer would count twice.
        json["messageId"] ??= "line:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{line}:{text}")))[..24];
        foreach (var name in new[] { "timestamp", "originalTimestamp", "sentAt" })
        {
            if (shift.Weeks != 0 && json[name]?.GetValue<string>() is { } instant)
                json[name] = OrderEvents.Instant(shift.Apply(Date(instant)));
        }
        return new(dated is null ? at : shift.Apply(at), line, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static DateTimeOffset Date(string text) =>
        DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : throw new JsonException($"'{text}' is not an instant");
}
