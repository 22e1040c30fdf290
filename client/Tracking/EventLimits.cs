using System.Text;
using System.Text.Json;

namespace Crm.Client.Tracking;

/// <summary>What the collector takes, looked at before an event is queued: whoever sent it still knows what it was about.</summary>
internal static class EventLimits
{
    /// <summary>Of a request's JSON: 500 KB.</summary>
    public const int BatchBytes = 500 * 1024;

    /// <summary>Of an event's JSON: 32 KB, less what the collector adds to it.</summary>
    public const int EventBytes = (32 * 1024) - 256;

    private const int IdBytes = 256;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>The event's JSON.</summary>
    /// <exception cref="ArgumentException">The collector would not take it.</exception>
    public static byte[] Check(CrmEvent e)
    {
        var reason = e switch
        {
            { Type: null or "" } => "An event needs a type.",
            { Type: "track", Event: null or "" } => "A track event needs a name.",
            { UserId: null or "", AnonymousId: null or "" } => "An event needs a UserId or an AnonymousId.",
            _ when !IsId(e.UserId) || !IsId(e.AnonymousId) => $"UserId and AnonymousId are valid text of up to {IdBytes} bytes of UTF-8.",
            _ => null,
        };
        var json = reason is null ? Serialize(e) : [];
        return reason is null && json.Length > EventBytes ? throw new ArgumentException($"The event has {json.Length} bytes of JSON; it may have {EventBytes}.", nameof(e))
            : reason is null ? json
            : throw new ArgumentException(reason, nameof(e));
    }

    // Text that is no UTF-16 would arrive changed, and be another customer's.
    private static bool IsId(string? id)
    {
        try
        {
            return id is null || (Strict.GetByteCount(id) <= IdBytes && !id.Contains('\0', StringComparison.Ordinal));
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static byte[] Serialize(CrmEvent e)
    {
        try
        {
            return JsonSerializer.SerializeToUtf8Bytes(e, CrmJson.Readable.CrmEvent);
        }
        catch (JsonException tooDeep)
        {
            throw new ArgumentException("The event is nested too deeply.", nameof(e), tooDeep);
        }
    }
}
