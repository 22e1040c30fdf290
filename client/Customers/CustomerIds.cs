namespace Crm.Client.Customers;

/// <summary>Ids of customers: <c>u:</c> and a user id, or <c>a:</c> and an anonymous id.</summary>
internal static class CustomerIds
{
    /// <returns>True for a user id, false for an anonymous one.</returns>
    /// <exception cref="ArgumentException">It is neither.</exception>
    public static bool IsUser(string customer) => customer switch
    {
        ['u', ':', _, ..] => true,
        ['a', ':', _, ..] => false,
        _ => throw new ArgumentException("A customer's id is u: and a user id, or a: and an anonymous id.", nameof(customer)),
    };

    /// <summary>The customer's address in the API.</summary>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public static string Path(string customer)
    {
        IsUser(customer);
        return $"api/v1/customers/{Uri.EscapeDataString(customer)}";
    }
}
