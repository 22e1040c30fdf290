using System.Collections.Immutable;
using Crm.Core.Events;
using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>A record of the home partition that concerns one customer.</summary>
/// <param name="Offset">Its position in the home partition.</param>
/// <param name="Now">The store's now in that partition once the record is read; never falls.</param>
/// <param name="Event">What happened.</param>
/// <param name="History">Of an unmerge: every archived event of the customer and of those who are a part of it, in the order in which they were received; else the default.</param>
[GenerateSerializer, Immutable, Alias("crm.customer-record")]
public readonly record struct CustomerRecord(
    [property: Id(0)] long Offset, [property: Id(1)] Instant Now, [property: Id(2)] Event Event, [property: Id(3)] ImmutableArray<ArchivedRecord> History = default);

/// <param name="Customer">Under whom it is archived, within the store.</param>
/// <param name="Offset">Its position in that one's home.</param>
[GenerateSerializer, Immutable, Alias("crm.archived-record")]
public readonly record struct ArchivedRecord([property: Id(0)] string Customer, [property: Id(1)] long Offset, [property: Id(2)] Event Event);
