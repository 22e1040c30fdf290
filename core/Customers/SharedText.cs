using System.Text;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>One string for a text that many customers have, such as a category. Only saves memory: two threads that meet here at worst keep two.</summary>
internal static class SharedText
{
    public const int MaxLength = 128;

    private static readonly string?[] Slots = new string?[16 * 1024];

    public static string Of(ReadOnlySpan<char> text)
    {
        ref var slot = ref Slots[string.GetHashCode(text) & (Slots.Length - 1)];
        var known = Volatile.Read(ref slot);
        return known is not null && text.SequenceEqual(known) ? known : slot = text.ToString();
    }

    public static string? Of(string? text) => text is null ? null : Of(text.AsSpan());

    /// <summary>The string at the reader without blanks around it; null for what is no string, empty, longer than <see cref="MaxLength"/> or no valid text.</summary>
    public static string? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            return null;
        }

        if (reader.ValueIsEscaped)
        {
            return JsonText.TryGet(ref reader, null, out var escaped) && escaped.Length <= MaxLength ? NotEmpty(escaped) : null;
        }

        Span<char> buffer = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(reader.ValueSpan, buffer, out var length) ? NotEmpty(buffer[..length]) : null;
    }

    private static string? NotEmpty(ReadOnlySpan<char> text) => text.Trim() is { IsEmpty: false } trimmed ? Of(trimmed) : null;
}
