using System.Text;
using System.Text.Json;
using Crm.Core.Events;
using Crm.Core.Profiles;

namespace Crm.Core.Customers;

/// <summary>The store's currency and its rates for others.</summary>
/// <param name="Own">ISO 4217 code; empty to take every amount as it is.</param>
/// <param name="Rates">Where they stand.</param>
internal readonly record struct Currencies(string Own, ProfileSettings Rates)
{
    private const int MaxLength = 8; // codes have three letters

    /// <summary>What one unit of the currency at the reader is worth; what is no text, or empty, says nothing. Null for a currency without a rate.</summary>
    public decimal? RateOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueSpan.IsEmpty || Own.Length == 0 || Ascii.EqualsIgnoreCase(reader.ValueSpan, Own))
        {
            return 1;
        }

        Span<char> code = stackalloc char[MaxLength];
        if (!reader.ValueIsEscaped)
        {
            return Encoding.UTF8.TryGetChars(reader.ValueSpan, code, out var length) ? Rates.RateOf(code[..length]) : null;
        }

        return !JsonText.TryGet(ref reader, out var text) ? null : text.Equals(Own, StringComparison.OrdinalIgnoreCase) ? 1 : Rates.RateOf(text);
    }
}
