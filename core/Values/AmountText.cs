using System.Globalization;

namespace Crm.Core.Values;

/// <summary>Amounts travel as decimal strings, so that no reader turns them into floating point.</summary>
public static class AmountText
{
    /// <summary>At least two decimals, and no more than the amount has: "120.50", "0.00", "0.125".</summary>
    public static string Of(decimal amount) => amount.ToString("0.00##########################", CultureInfo.InvariantCulture);
}
