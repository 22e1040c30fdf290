using Crm.Core.Customers;
using Crm.Core.Definitions;
using Crm.Core.Identity;
using Crm.Core.Profiles;
using Crm.Grains.Customers;
using Crm.Postgres.Search;
using Crm.Silo.Http;

namespace Crm.Silo.Search;

/// <summary>Turns what is known of somebody into what the read model finds them by.</summary>
internal sealed class Lookups(ISnapshotLoader snapshots, IDefinitionCache definitions, StoredCustomers stored)
{
    private static readonly CustomerFilter Nobody = new(Ids: []);

    public async Task<CustomerFilter> Of(string store, SearchBody body, ProfileSettings settings, List<FieldError> errors, CancellationToken cancellationToken)
    {
        var filter = new CustomerFilter(
            body.Email is { } email ? Customer.EmailOf(email, settings) ?? Refuse("email", "Is no e-mail address.", errors) : null,
            body.Phone is { } phone ? Customer.PhoneOf(phone, settings) ?? Refuse("phone", "Is no phone number, or needs its country before it, such as +55.", errors) : null,
            body.ExternalId is { } external ? await Holders(store, external, cancellationToken) : null);
        return body.Text?.Trim() is { Length: > 0 } text && errors.Count == 0 ? Both(filter, await Meant(store, text, settings, cancellationToken)) : filter;
    }

    // What a person types: the first of these that anybody has.
    private async Task<CustomerFilter> Meant(string store, string text, ProfileSettings settings, CancellationToken cancellationToken)
    {
        foreach (var id in CustomerId.IsValid(text) ? (string[])[text] : [$"u:{text}", $"a:{text}"])
        {
            if (await Canonical(store, id, cancellationToken) is { } customer)
            {
                return new(Ids: [customer]);
            }
        }

        foreach (var filter in (CustomerFilter[])[new(Email: Customer.EmailOf(text, settings) ?? ""), new(Phone: Customer.PhoneOf(text, settings) ?? "")])
        {
            if (filter is not ({ Email: "" } or { Phone: "" }) && (await stored.Page(store, filter, default, null, 1, cancellationToken)).Count > 0)
            {
                return filter;
            }
        }

        return new(Ids: await Holders(store, text, cancellationToken));
    }

    private async Task<IReadOnlyList<string>> Holders(string store, string external, CancellationToken cancellationToken)
    {
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var holder in (await Load(store, IdentityHome.Of(IdentifierKind.ExternalId, external), cancellationToken))?.Holders ?? [])
        {
            if (await Canonical(store, holder, cancellationToken) is { } customer)
            {
                found.Add(customer);
            }
        }

        return [.. found];
    }

    /// <returns>Who the id is by now; null for nobody.</returns>
    private async Task<string?> Canonical(string store, string id, CancellationToken cancellationToken)
    {
        var customer = await Load(store, id, cancellationToken);
        while (customer?.Into is { } into) // ever better ones: it ends
        {
            customer = await Load(store, into, cancellationToken);
        }

        return customer is { IsListed: true } ? customer.Key.Id : null;
    }

    private async Task<Customer?> Load(string store, string id, CancellationToken cancellationToken)
    {
        if (await snapshots.Load(new(store, id), cancellationToken) is not { } found)
        {
            return null;
        }

        var version = await definitions.Get(store, found.Definitions, cancellationToken);
        return Customer.Read(new(store, id), found.State.Span, version);
    }

    private static CustomerFilter Both(CustomerFilter one, CustomerFilter other) =>
        Differ(one.Email, other.Email) || Differ(one.Phone, other.Phone) ? Nobody
        : new(one.Email ?? other.Email, one.Phone ?? other.Phone, one.Ids is { } ids && other.Ids is { } others ? [.. ids.Intersect(others)] : one.Ids ?? other.Ids);

    private static bool Differ(string? one, string? other) => one is not null && other is not null && one != other;

    private static string? Refuse(string field, string message, List<FieldError> errors)
    {
        errors.Add(new(field, message));
        return null;
    }
}
