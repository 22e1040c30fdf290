using System.Text.Json;
using Crm.Client.Http;

namespace Crm.Client.Tracking;

/// <summary>Hands back events that were not delivered.</summary>
internal sealed class Undelivered(Transport transport)
{
    /// <param name="events">Of one request.</param>
    /// <param name="rejected">Those of them that the answer names.</param>
    public void Report(ReadOnlyMemory<QueuedEvent> events, IReadOnlyList<Rejection> rejected)
    {
        foreach (var (index, reason) in rejected)
        {
            if (index >= 0 && index < events.Length)
            {
                Report(events.Slice(index, 1), UndeliveredCause.Rejected, reason);
            }
        }
    }

    public void Report(ReadOnlyMemory<QueuedEvent> events, UndeliveredCause cause, string reason)
    {
        transport.Logger.EventsUndelivered(events.Length, cause, reason, events.Span[0].MessageId);
        if (transport.Options.OnUndelivered is { } callback)
        {
            foreach (var e in events.Span)
            {
                Call(callback, e, cause, reason);
            }
        }
    }

    private void Call(Action<UndeliveredEvent> callback, in QueuedEvent e, UndeliveredCause cause, string reason)
    {
        try
        {
            callback(new(JsonSerializer.Deserialize(e.Json.Span, CrmJson.Default.CrmEvent)!, cause, reason));
        }
        catch (Exception failure)
        {
            transport.Logger.CallbackFailed(failure, e.MessageId);
        }
    }
}
