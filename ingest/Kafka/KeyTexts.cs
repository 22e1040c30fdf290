using System.Text;

namespace Crm.Ingest.Kafka;

/// <summary>One string for a key that comes again and again. Only saves memory: two threads that meet here at worst make two.</summary>
internal sealed class KeyTexts
{
    private const int Longest = 64;

    private readonly string?[] _known = new string?[16 * 1024];

    /// <summary>As <see cref="Encoding.UTF8"/> reads it, whatever the bytes are.</summary>
    public string Of(ReadOnlySpan<byte> key)
    {
        Span<char> text = stackalloc char[Longest];
        if (key.Length > Longest || !Encoding.UTF8.TryGetChars(key, text, out var length))
        {
            return Encoding.UTF8.GetString(key);
        }

        text = text[..length];
        ref var place = ref _known[string.GetHashCode(text) & (_known.Length - 1)];
        return Volatile.Read(ref place) is { } known && text.SequenceEqual(known) ? known : place = text.ToString();
    }
}
