using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;
using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>Through which channel an event came.</summary>
public static class EventChannel
{
    /// <param name="json">The event as it stands in the archive.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <returns>Such as web; null where nothing tells.</returns>
    public static string? Of(ReadOnlyMemory<byte> json, Instant receivedAt)
    {
        if (EventDecoder.Decode(json, receivedAt).Event is not { } e)
        {
            return null;
        }

        var facts = default(ContextFacts);
        if (!e.Context.IsEmpty)
        {
            var reader = new Utf8JsonReader(e.Context.Span);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                facts.Read(ref reader, e.Context.Span);
            }
        }

        if (e.Type.IsNamed())
        {
            facts.ReadProperties(e.Properties.Span);
        }

        return facts.Channel == SalesChannel.None ? null : facts.Channel.Name();
    }
}
