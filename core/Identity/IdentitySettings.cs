using System.Collections.Immutable;

namespace Crm.Core.Identity;

/// <summary>By what a store takes two customers for one person.</summary>
public sealed record IdentitySettings
{
    public static readonly IdentitySettings Default = new();

    /// <summary>The kinds that join customers, the strongest first; one that is left out joins nobody.</summary>
    public ImmutableArray<IdentifierKind> Priority { get; init; } =
        [IdentifierKind.UserId, IdentifierKind.AnonymousId, IdentifierKind.ExternalId, IdentifierKind.Email, IdentifierKind.Phone];

    /// <summary>Customers that one e-mail address, phone number or external id joins at most; one that more have is nobody's own. Default 10.</summary>
    public int CustomersPerIdentifier { get; init; } = 10;

    /// <summary>Ids that are joined into one customer at most; a further device stays a customer of its own. Default 100.</summary>
    public int IdsPerCustomer { get; init; } = 100;

    internal bool Joins(IdentifierKind kind) => Priority.Contains(kind);

    /// <summary>Whether a difference in one kind speaks against what another kind says.</summary>
    internal bool IsStronger(IdentifierKind kind, IdentifierKind than) =>
        Priority.IndexOf(kind) is >= 0 and var place && place < Priority.IndexOf(than);

    public bool Equals(IdentitySettings? other) =>
        other is not null && Priority.SequenceEqual(other.Priority) && (CustomersPerIdentifier, IdsPerCustomer) == (other.CustomersPerIdentifier, other.IdsPerCustomer);

    public override int GetHashCode() => HashCode.Combine(Priority.Length, CustomersPerIdentifier, IdsPerCustomer);
}
