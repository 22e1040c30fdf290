using Crm.Core.Time;
using Orleans;

namespace Crm.Core.Customers;

/// <summary>What the read model finds and sorts customers by; the store's currency; scores are 0 without orders.</summary>
[GenerateSerializer, Immutable, Alias("crm.customer-columns")]
public sealed record CustomerColumns
{
    [Id(0)] public string? Email { get; init; }

    [Id(1)] public string? Phone { get; init; }

    [Id(2)] public string? Country { get; init; }

    [Id(3)] public int Orders { get; init; }

    /// <summary>Before refunds.</summary>
    [Id(4)] public decimal Revenue { get; init; }

    [Id(5)] public decimal Refunded { get; init; }

    [Id(6)] public Instant? FirstSeen { get; init; }

    [Id(7)] public Instant? LastSeen { get; init; }

    [Id(8)] public Instant? LastOrder { get; init; }

    [Id(9)] public byte R { get; init; }

    [Id(10)] public byte F { get; init; }

    [Id(11)] public byte M { get; init; }

    /// <summary>Null also for an id that no index takes.</summary>
    [Id(12)] public string? Account { get; init; }

    [Id(13)] public string? AccountName { get; init; }

    [Id(14)] public string? AccountType { get; init; }

    /// <summary>Of the group event that says so.</summary>
    [Id(15)] public Instant? AccountAt { get; init; }
}
