namespace Crm.Postgres.Search;

/// <summary>What customers are sorted by.</summary>
public enum CustomerSort : byte { Id, LastSeen, LastOrder, Revenue, Orders }

/// <param name="Descending">Who has none of what is sorted by comes last either way.</param>
public readonly record struct CustomerOrder(CustomerSort By, bool Descending);

/// <summary>What the read model itself can tell of who is meant; null is anybody.</summary>
/// <param name="Email">In the form that the profile keeps.</param>
/// <param name="Phone">Likewise.</param>
public sealed record CustomerFilter(string? Email = null, string? Phone = null, IReadOnlyList<string>? Ids = null);

/// <summary>A place in a sorted list.</summary>
/// <param name="Value">What is sorted by, as text; empty where that is the id.</param>
/// <param name="Customer">Of those that are equal in that, which.</param>
public readonly record struct CustomerPlace(string Value, string Customer);

/// <param name="Definitions">The version that the state was written under.</param>
/// <param name="Place">In the list that was asked for.</param>
public sealed record StoredCustomer(string Id, int Partition, int Definitions, byte[] State, CustomerPlace Place);
