using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Customers;

namespace Crm.Core.Automations;

/// <summary>An action's own name, by which whoever receives it twice can tell: the same however often it is tried.</summary>
public static class ActionKey
{
    private const int Bytes = 16;

    /// <returns><c>act_</c> and 32 hexadecimal digits; they tell nothing of the customer.</returns>
    public static string Of(CustomerKey customer, string automation, int version, long run, string step)
    {
        var cause = string.Create(CultureInfo.InvariantCulture, $"{customer.Text}\n{automation}\n{version}\n{run}\n{step}");
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(cause), hash);
        return $"act_{Convert.ToHexStringLower(hash[..Bytes])}";
    }
}
