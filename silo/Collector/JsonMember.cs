using System.Text.Json;

namespace Crm.Silo.Collector;

/// <summary>Reading of member names that never throws: an escaped half of a surrogate pair is valid JSON, and the reader throws on touching it.</summary>
internal static class JsonMember
{
    // The reader keeps its depth in bits, not on the stack: how deep an event may be is the decoder's to judge, one event at a time.
    public static readonly JsonReaderOptions AnyDepth = new() { MaxDepth = CollectorLimits.BodyBytes };

    public static bool Is(this ref Utf8JsonReader reader, ReadOnlySpan<byte> name)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.SequenceEqual(name);
        }

        try
        {
            return reader.ValueTextEquals(name);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The current string or name; null for another type, and for what is no valid text.</summary>
    public static string? Text(this ref Utf8JsonReader reader)
    {
        try
        {
            return reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName ? reader.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>From a property's name to its value, passing over the whole of it.</summary>
    /// <returns>Where the value stands.</returns>
    public static Range Value(this ref Utf8JsonReader reader)
    {
        reader.Read();
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return start..(int)reader.BytesConsumed;
    }
}
