using Crm.Core.Time;

namespace Crm.Core.Customers;

/// <summary>When and why a customer's state is settled.</summary>
/// <param name="Now">The record's now, or the exact instant of a wake-up.</param>
/// <param name="Offset">Of the record; <see cref="Effect.ByTime"/> for a wake-up.</param>
/// <param name="Cause">What brought it.</param>
/// <param name="EventAt">When the event that did happened.</param>
internal readonly record struct Moment(Instant Now, long Offset, Cause Cause, Instant? EventAt)
{
    public static Moment Woken(Instant at) => new(at, Effect.ByTime, Cause.Time, null);
}
