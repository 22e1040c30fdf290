using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>An amount as an event states it: absent (also null), a number, or something else.</summary>
internal readonly record struct Amount(bool Present, bool Invalid, decimal Number)
{
    public static Amount Read(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.Null ? default
        : JsonNumber.TryGet(ref reader, out var number) ? new(true, false, number)
        : new(true, true, 0);
}
