using Crm.Core.Identity;
using Crm.Silo.Http;

namespace Crm.Silo.Profiles;

/// <param name="Priority">Of userId, anonymousId, externalId, email and phone those that join customers, the strongest first; default all, in that order.</param>
/// <param name="CustomersPerIdentifier">Customers that one e-mail address, phone number or external id joins: 1 to 1,000, default 10.</param>
/// <param name="IdsPerCustomer">Ids that are joined into one customer: 1 to 1,000, default 100.</param>
internal sealed record IdentityBody(IReadOnlyList<string?>? Priority = null, int? CustomersPerIdentifier = null, int? IdsPerCustomer = null)
{
    private const int Most = 1_000;

    public IdentitySettings Check(List<FieldError> errors)
    {
        var defaults = IdentitySettings.Default;
        var kinds = (Priority ?? [.. defaults.Priority.Select(NameOf)]).Select(KindOf).ToArray();
        if (kinds.Contains(null) || kinds.Distinct().Count() != kinds.Length)
        {
            errors.Add(new("identity.priority", $"Must be some of {string.Join(", ", Enum.GetValues<IdentifierKind>().Select(NameOf))}, each once."));
        }

        var settings = new IdentitySettings
        {
            Priority = [.. kinds.OfType<IdentifierKind>()],
            CustomersPerIdentifier = CustomersPerIdentifier ?? defaults.CustomersPerIdentifier,
            IdsPerCustomer = IdsPerCustomer ?? defaults.IdsPerCustomer,
        };
        Check("customersPerIdentifier", settings.CustomersPerIdentifier, errors);
        Check("idsPerCustomer", settings.IdsPerCustomer, errors);
        return settings;
    }

    public static IdentityBody Of(IdentitySettings settings) =>
        new([.. settings.Priority.Select(NameOf)], settings.CustomersPerIdentifier, settings.IdsPerCustomer);

    private static void Check(string name, int value, List<FieldError> errors)
    {
        if (value is < 1 or > Most)
        {
            errors.Add(new($"identity.{name}", $"Must be a whole number from 1 to {Most}."));
        }
    }

    private static string NameOf(IdentifierKind kind) => PutProfileBody.Name($"{kind}");

    private static IdentifierKind? KindOf(string? name) =>
        Enum.GetValues<IdentifierKind>().Select(static kind => (IdentifierKind?)kind).FirstOrDefault(kind => NameOf(kind!.Value) == name);
}
