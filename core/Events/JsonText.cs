using System.Text;
using System.Text.Json;
using Crm.Core.Time;

namespace Crm.Core.Events;

/// <summary>
/// Reading of names and texts that never throws: valid JSON can hold what no string can, half of a surrogate pair as an escape
/// (browsers send it where a script cut a text within an emoji), and the reader throws on touching it.
/// </summary>
internal static class JsonText
{
    /// <summary>Whether the current property name or string is this; false where it is no valid text.</summary>
    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> expected) =>
        reader.ValueIsEscaped
            ? TryGet(ref reader, out var text) && Encoding.UTF8.GetByteCount(text) == expected.Length && reader.ValueTextEquals(expected)
            : reader.ValueSpan.SequenceEqual(expected);

    /// <summary>The current string; false where it is no valid text.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, out string text)
    {
        if (!reader.ValueIsEscaped)
        {
            text = Encoding.UTF8.GetString(reader.ValueSpan);
            return true;
        }

        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    /// <summary>Whether every name and string of the current value is valid text: else whoever reads the value throws on it.</summary>
    public static bool AreValid(Utf8JsonReader reader)
    {
        var top = reader.CurrentDepth;
        do
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String && !TryGet(ref reader, out _))
            {
                return false;
            }
        }
        while (reader.Read() && reader.CurrentDepth > top);
        return true;
    }

    /// <summary>The <see cref="StableHash"/> of a string or of a number as it is written; 0 for an empty string.</summary>
    public static ulong HashOf(ref Utf8JsonReader reader) =>
        !reader.ValueIsEscaped || !TryGet(ref reader, out var text)
            ? reader.ValueSpan.IsEmpty ? 0 : StableHash.Of(reader.ValueSpan)
            : StableHash.Of(Encoding.UTF8.GetBytes(text));

    public static bool TryGetInstant(ref Utf8JsonReader reader, out Instant instant)
    {
        instant = default;
        return reader.ValueIsEscaped
            ? TryGet(ref reader, out var text) && IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(text), out instant)
            : IsoTimestamp.TryParse(reader.ValueSpan, out instant);
    }

    /// <summary>Moves from the start of an object to the value of a member, the last of that name; false where it has none.</summary>
    public static bool MoveTo(ref Utf8JsonReader reader, ReadOnlySpan<byte> member)
    {
        var found = false;
        var last = reader;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.Is(member);
            reader.Read();
            if (wanted)
            {
                found = true;
                last = reader;
            }

            reader.Skip();
        }

        reader = last;
        return found;
    }

    /// <summary>The current string without U+0000; <paramref name="current"/> itself where it is the same, so that none is allocated.</summary>
    public static bool TryGet(ref Utf8JsonReader reader, string? current, out string text)
    {
        if (current is not null && !reader.ValueIsEscaped && Ascii.Equals(reader.ValueSpan, current))
        {
            text = current;
            return true;
        }

        var valid = TryGet(ref reader, out text);
        text = WithoutNul(text);
        return valid;
    }

    /// <summary>Without U+0000, which PostgreSQL's text cannot hold.</summary>
    private static string WithoutNul(string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;
}
