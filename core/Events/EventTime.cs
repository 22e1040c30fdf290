using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>
/// When an event happened. The client's original time stands, unless <c>sentAt</c> tells how far its clock is off: where
/// <c>sentAt</c> and <c>receivedAt</c> are at most 24 hours apart the event is <c>receivedAt − (sentAt − original)</c>, beyond that (a queue kept
/// for days, a clock that was never set) or where that lies before 1970 the original stands. Without an original it is <c>receivedAt</c>.
/// </summary>
internal static class EventTime
{
    /// <summary>False where the result is more than 24 hours after receipt; a nearer future instant counts as the receipt.</summary>
    public static bool TryResolve(Instant? original, Instant? sentAt, Instant receivedAt, out Instant at)
    {
        at = original ?? receivedAt;
        if (original is { } known && sentAt is { } sent && Math.Abs(receivedAt - sent) <= EventLimits.Ahead)
        {
            var corrected = receivedAt.PlusMilliseconds(known - sent);
            at = corrected < Instant.Min ? known : corrected;
        }

        var acceptable = at - receivedAt <= EventLimits.Ahead;
        at = Instant.Earlier(at, receivedAt);
        return acceptable;
    }
}
