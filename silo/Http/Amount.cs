using System.Globalization;

namespace Crm.Silo.Http;

/// <summary>Amounts travel as decimal strings, so that no reader turns them into floating point.</summary>
internal static class Amount
{
    /// <summary>At least two decimals, and no more than the amount has: "120.50", "0.00", "0.125".</summary>
    public static string Text(decimal amount) => amount.ToString("0.00##########################", CultureInfo.InvariantCulture);
}
