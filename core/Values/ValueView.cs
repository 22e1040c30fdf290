using System.Globalization;
using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>A value to compare, of a field or straight from an event's JSON, without a string of its own.</summary>
internal readonly ref struct ValueView
{
    private ValueView(ValueKind kind, ReadOnlySpan<char> text, decimal number)
    {
        Kind = kind;
        Text = text;
        Number = number;
    }

    public ValueKind Kind { get; }

    /// <summary>In NFC.</summary>
    public ReadOnlySpan<char> Text { get; }

    public decimal Number { get; }

    public static ValueView Of(in Value value) =>
        value.Kind == ValueKind.Text ? Of(value.AsText) : new(value.Kind, default, value.AsNumber);

    public static ValueView Of(ReadOnlySpan<char> text) => new(ValueKind.Text, TextForm.Normalize(text), 0);

    /// <summary>The number, or that of a numeric string: sign, digits, point and exponent, nothing around them.</summary>
    public bool TryNumber(out decimal number)
    {
        number = Number;
        return Kind switch
        {
            ValueKind.Number => true,
            ValueKind.Text => decimal.TryParse(Text, Numeric, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    /// <summary>The instant, or that of text in ISO form.</summary>
    public bool TryDate(TimeZoneInfo zone, out DateRange date)
    {
        if (Kind == ValueKind.Instant)
        {
            date = DateRange.Of(new Instant((long)Number));
            return true;
        }

        date = default;
        return Kind == ValueKind.Text && DateRange.TryParse(Text, zone, out date);
    }

    private const NumberStyles Numeric = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
}
