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
        foreach (var group in rejected.Where(rejection => rejection.Index >= 0 && rejection.Index < events.Length).GroupBy(static rejection => rejection.Reason))
        {
            Report(group.Select(rejection => events.Span[rejection.Index]).ToArray(), UndeliveredCause.Rejected, group.Key);
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
