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
    [Id(12)] public AccountColumns? Account { get; init; }
}

/// <summary>The company that a customer belongs to.</summary>
/// <param name="At">Of the group event that says so.</param>
[GenerateSerializer, Immutable, Alias("crm.account-columns")]
public sealed record AccountColumns(
    [property: Id(0)] string Id, [property: Id(1)] string? Name, [property: Id(2)] string? Type, [property: Id(3)] Instant? At);
