using System.Text;
using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>One string for a text that many customers have, such as a category.</summary>
internal static class SharedText
{
    public const int MaxLength = TextCache.MaxLength;

    private static readonly TextCache Known = new();

    public static string Of(ReadOnlySpan<char> text) => Known.Of(text);

    public static string Of(ReadOnlySpan<byte> utf8) => Known.Of(utf8);

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
