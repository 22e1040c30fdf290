using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Crm.Core.Identity;

/// <summary>Names of homes within a store: of customers (<c>u:</c>, <c>a:</c>), and of what several customers can share.</summary>
public static class IdentityHome
{
    private const int HashBytes = 16;

    /// <summary>The home of an e-mail address, phone number or external id: by a hash, so that no key of the log tells it.</summary>
    /// <param name="kind">One of the three.</param>
    /// <param name="value">As the profile keeps it.</param>
    public static string Of(IdentifierKind kind, string value)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(value));
        return $"{Letter(kind)}:{Base64Url.EncodeToString(hash.AsSpan(0, HashBytes))}";
    }

    /// <summary>Whether it is a customer's, not that of something customers share.</summary>
    public static bool IsCustomer(string id) => id is ['u' or 'a', ':', ..];

    public static bool IsUser(string id) => id is ['u', ':', ..];

    /// <summary>
    /// The one fixed order by which merges go: the better of two stays. A user before an anonymous visitor, else by ordinal. As every merge goes to a
    /// better one, none goes in a circle, and in whatever order they come the best of all stays.
    /// </summary>
    public static bool IsBetter(string id, string than) =>
        IsUser(id) != IsUser(than) ? IsUser(id) : string.CompareOrdinal(id, than) < 0;

    /// <summary>What a home that is no customer's stands for.</summary>
    internal static IdentifierKind KindOf(string home) => home[0] switch
    {
        'e' => IdentifierKind.Email,
        'p' => IdentifierKind.Phone,
        _ => IdentifierKind.ExternalId,
    };

    private static char Letter(IdentifierKind kind) => kind switch
    {
        IdentifierKind.Email => 'e',
        IdentifierKind.Phone => 'p',
        IdentifierKind.ExternalId => 'x',
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It has no home of its own."),
    };
}
