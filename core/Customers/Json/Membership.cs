using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Customers.Json;

/// <param name="Id">Of the segment.</param>
/// <param name="Since">When the customer entered it.</param>
public sealed record Membership(string Id, Instant Since)
{
    public static ImmutableArray<Membership> Of(CustomerView view) =>
        [.. view.Segments.Select(static membership => new Membership(membership.Segment, membership.Since))];
}
