using System.Globalization;
using Crm.Core.Customers;
using Crm.Core.Values;

namespace Crm.Core.Profiles;

/// <summary>What a custom trait may hold. Stored by name.</summary>
public enum TraitType : byte
{
    /// <summary>A string; a number as it is written.</summary>
    Text,

    /// <summary>A number, or a string that holds one in plain digits.</summary>
    Number,

    /// <summary>True or false, also as a string.</summary>
    Boolean,

    /// <summary>A string such as 2017-03-01 or 2017-03-01T18:00:00-03:00.</summary>
    Date,

    /// <summary>An object or array, kept whole.</summary>
    Json,
}

internal static class TraitTypes
{
    /// <summary>Turns a value into its type's; false where it is none of it.</summary>
    public static bool TryFit(TraitType type, ref TraitValue held) => type switch
    {
        _ when held.IsJson || type == TraitType.Json => held.IsJson && type == TraitType.Json,
        TraitType.Text => TryText(ref held),
        TraitType.Number => TryNumber(ref held),
        TraitType.Boolean => TryBoolean(ref held),
        _ => held.Value.Kind == ValueKind.Text && DateRange.TryParse(held.Value.AsText, TimeZoneInfo.Utc, out _),
    };

    private static bool TryText(ref TraitValue held)
    {
        held = held.Value.Kind == ValueKind.Number ? new(Value.Of(held.Value.AsNumber.ToString(CultureInfo.InvariantCulture))) : held;
        return held.Value.Kind == ValueKind.Text;
    }

    private static bool TryNumber(ref TraitValue held)
    {
        var isNumber = ValueView.Of(held.Value).TryNumber(out var number);
        held = isNumber ? new(Value.Of(number)) : held;
        return isNumber;
    }

    private static bool TryBoolean(ref TraitValue held)
    {
        if (held.Value.Kind == ValueKind.Text && bool.TryParse(held.Value.AsText, out var parsed))
        {
            held = new(Value.Of(parsed));
        }

        return held.Value.Kind == ValueKind.Boolean;
    }
}
