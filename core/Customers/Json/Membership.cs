using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Core.Customers.Json;

/// <param name="Id">Of the segment.</param>
/// <param name="Since">When the customer entered it.</param>
public sealed record Membership(string Id, Instant Since)
{
    public static ImmutableArray<Membership> Of(CustomerView view) =>
        [.. view.Segments.Where(static membership => !ListTags.IsList(membership.Segment)).Select(static membership => new Membership(membership.Segment, membership.Since))];

    /// <summary>The static lists that the customer is on, by their ids.</summary>
    public static ImmutableArray<Membership> Lists(CustomerView view) =>
    [
        .. view.Segments.Where(static membership => ListTags.IsList(membership.Segment))
            .Select(static membership => new Membership(membership.Segment[ListTags.Prefix.Length..], membership.Since)),
    ];
}
