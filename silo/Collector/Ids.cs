using System.Text;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Silo.Collector;

/// <summary>What can still be told of an event that the decoder refused.</summary>
internal static class Ids
{
    /// <returns>The customer, or "?"; and the messageId, if it is a text of ordinary length.</returns>
    public static (string Customer, string? MessageId) Of(ReadOnlySpan<byte> json)
    {
        string? user = null, anonymous = null, message = null;
        var reader = new Utf8JsonReader(json, JsonMember.AnyDepth);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return ("?", null);
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isUser, isAnonymous, isMessage) = (reader.Is("userId"u8), reader.Is("anonymousId"u8), reader.Is("messageId"u8));
            reader.Read();
            var text = Usable(ref reader);
            (user, anonymous, message) = (isUser ? text : user, isAnonymous ? text : anonymous, isMessage ? text : message);
            reader.Skip();
        }

        return (user is not null ? $"u:{user}" : anonymous is not null ? $"a:{anonymous}" : "?", message);
    }

    // Neither the log's key nor the answer can hold every text that JSON can.
    private static string? Usable(ref Utf8JsonReader reader) =>
        reader.Text() is { Length: > 0 } text && Encoding.UTF8.GetByteCount(text) <= EventLimits.MaxIdBytes && !text.Contains('\0', StringComparison.Ordinal)
            ? text : null;
}
