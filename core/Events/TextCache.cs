using System.Text;

namespace Crm.Core.Events;

/// <summary>One string for a text that comes again and again. Only saves memory: a text may lose its place to another, and two threads that meet here at worst make two.</summary>
public sealed class TextCache
{
    public const int MaxLength = 128;

    private readonly string?[] _known = new string?[16 * 1024];

    /// <param name="text">A longer one is not kept.</param>
    public string Of(ReadOnlySpan<char> text)
    {
        if (text.Length > MaxLength)
        {
            return text.ToString();
        }

        ref var place = ref _known[string.GetHashCode(text) & (_known.Length - 1)];
        return Volatile.Read(ref place) is { } known && text.SequenceEqual(known) ? known : place = text.ToString();
    }

    /// <param name="utf8">As <see cref="Encoding.UTF8"/> reads it, whatever it is.</param>
    public string Of(ReadOnlySpan<byte> utf8)
    {
        Span<char> text = stackalloc char[MaxLength];
        return Encoding.UTF8.TryGetChars(utf8, text, out var length) ? Of(text[..length]) : Encoding.UTF8.GetString(utf8);
    }
}
