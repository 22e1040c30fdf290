using System.Text;

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

    /// <summary>Without blanks around it; null for what is empty, too long or no text.</summary>
    public static string? Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(utf8, buffer, out var length) && buffer[..length].Trim() is { IsEmpty: false } text ? Of(text) : null;
    }
}
