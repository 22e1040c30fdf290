using Crm.Core.Time;

namespace Crm.Core.Values;

/// <summary>What a field or property can hold as far as rules are concerned; the default is missing.</summary>
public readonly record struct Value
{
    private readonly string? _text;
    private readonly decimal _number;

    private Value(ValueKind kind, string? text, decimal number) => (Kind, _text, _number) = (kind, text, number);

    public ValueKind Kind { get; }

    public bool IsMissing => Kind == ValueKind.Missing;

    public string AsText => _text ?? "";

    public decimal AsNumber => _number;

    public bool AsBoolean => _number != 0;

    public Instant AsInstant => new((long)_number);

    public static Value Of(string? text) => text is null ? default : new(ValueKind.Text, text, 0);

    public static Value Of(decimal number) => new(ValueKind.Number, null, number);

    public static Value Of(bool value) => new(ValueKind.Boolean, null, value ? 1 : 0);

    public static Value Of(Instant instant) => new(ValueKind.Instant, null, instant.Milliseconds);

    public static Value Of(Instant? instant) => instant is { } known ? Of(known) : default;
}

public enum ValueKind : byte { Missing, Text, Number, Boolean, Instant }
