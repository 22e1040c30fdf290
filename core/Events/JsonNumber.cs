using System.Buffers.Text;
using System.Text.Json;

namespace Crm.Core.Events;

/// <summary>Amounts and quantities as senders write them: JSON numbers, or strings that hold one in plain digits.</summary>
internal static class JsonNumber
{
    /// <summary>Digits kept after the point: enough for any currency and few enough that sums of millions of orders stay exact.</summary>
    public const int Places = 6;

    /// <summary>False for what is no number, or one beyond <see cref="EventLimits.MaxAmount"/>.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, out decimal number)
    {
        number = 0;
        var parsed = reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetDecimal(out number),
            JsonTokenType.String when !reader.ValueIsEscaped => TryParse(reader.ValueSpan.Trim(" \t"u8), out number),
            _ => false,
        };
        if (!parsed || Math.Abs(number) > EventLimits.MaxAmount)
        {
            return false;
        }

        number = decimal.Round(number, Places, MidpointRounding.AwayFromZero);
        return true;
    }

    private static bool TryParse(ReadOnlySpan<byte> text, out decimal number) =>
        Utf8Parser.TryParse(text, out number, out var used) && used == text.Length;
}
