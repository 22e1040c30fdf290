using System.Buffers;
using System.Text.Json;
using Crm.Core.Time;
using Crm.Core.Values;

namespace Crm.Core.Events;

/// <summary>Reads single properties of an event from its UTF-8 JSON, without a document and without strings.</summary>
/// <remarks>Of a key that an object has twice the last counts, as in JavaScript and PostgreSQL's jsonb.</remarks>
internal static class PropertyReader
{
    private const int ShortText = 256;

    /// <summary>Looks for a value at the path that the condition accepts; every array on the way stands for each of its elements.</summary>
    /// <param name="json">A JSON value; empty where an event has no properties.</param>
    /// <param name="path">Keys from the outermost in.</param>
    /// <param name="condition">Asked for each value at the path until it accepts one.</param>
    /// <param name="at">Handed to the condition.</param>
    public static bool Any(ReadOnlySpan<byte> json, ReadOnlySpan<byte[]> path, IPropertyCondition condition, Instant at)
    {
        if (json.IsEmpty)
        {
            return false;
        }

        if (path.IsEmpty)
        {
            return condition.Accepts(json, at);
        }

        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.StartArray => AnyElement(json, path, condition, at),
            JsonTokenType.StartObject => TryMember(json, ref reader, path[0], out var member) && Any(member, path[1..], condition, at),
            _ => false,
        };
    }

    /// <summary>The same from each element of an array in turn; what is no array has none.</summary>
    /// <inheritdoc cref="Any"/>
    public static bool AnyElement(ReadOnlySpan<byte> json, ReadOnlySpan<byte[]> path, IPropertyCondition condition, Instant at)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Any(Slice(json, ref reader), path, condition, at))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A text, number or boolean; anything else, and a number beyond decimal's range, is missing.</summary>
    public static Value Scalar(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        try
        {
            return reader.TokenType switch
            {
                JsonTokenType.String => Value.Of(reader.GetString()),
                JsonTokenType.Number => reader.TryGetDecimal(out var number) ? Value.Of(number) : default,
                JsonTokenType.True or JsonTokenType.False => Value.Of(reader.TokenType == JsonTokenType.True),
                _ => default,
            };
        }
        catch (InvalidOperationException)
        {
            return default; // escapes that are no text
        }
    }

    /// <summary>Compares a value that is no array; objects are known and unlike everything, a number beyond decimal's range is missing.</summary>
    public static bool Matches(ReadOnlySpan<byte> json, ValueComparison comparison, Instant now)
    {
        var reader = new Utf8JsonReader(json);
        reader.Read();
        return reader.TokenType switch
        {
            JsonTokenType.String => MatchesText(ref reader, comparison, now),
            JsonTokenType.Number => reader.TryGetDecimal(out var number) && comparison.Test(ValueView.Of(Value.Of(number)), now).Holds,
            JsonTokenType.True or JsonTokenType.False => comparison.Test(ValueView.Of(Value.Of(reader.TokenType == JsonTokenType.True)), now).Holds,
            JsonTokenType.StartObject => comparison.AsksPresence,
            _ => false,
        };
    }

    private static bool MatchesText(ref Utf8JsonReader reader, ValueComparison comparison, Instant now)
    {
        var bytes = reader.ValueSpan.Length;
        var rented = bytes > ShortText ? ArrayPool<char>.Shared.Rent(bytes) : null;
        var buffer = rented ?? stackalloc char[ShortText];
        try
        {
            return comparison.Test(ValueView.Of(buffer[..reader.CopyString(buffer)]), now).Holds;
        }
        catch (InvalidOperationException)
        {
            return false; // escapes that are no text, such as half a surrogate pair: missing
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<char>.Shared.Return(rented);
            }
        }
    }

    private static bool TryMember(ReadOnlySpan<byte> json, ref Utf8JsonReader reader, byte[] key, out ReadOnlySpan<byte> member)
    {
        member = default;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = reader.Is(key); // not ValueTextEquals, which throws on half a surrogate pair
            reader.Read();
            var value = Slice(json, ref reader);
            member = wanted ? value : member;
        }

        return !member.IsEmpty;
    }

    /// <summary>The value at which the reader stands; afterwards it stands at its end.</summary>
    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> json, ref Utf8JsonReader reader)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }
}

/// <summary>What is looked for at a path.</summary>
internal interface IPropertyCondition
{
    /// <param name="json">The whole value at the path, arrays included.</param>
    /// <param name="at">The event's instant.</param>
    bool Accepts(ReadOnlySpan<byte> json, Instant at);
}
