using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Crm.Silo.Http;

/// <summary>What is wrong with a body before anything is read from it. Throws <see cref="JsonException"/> for no JSON.</summary>
internal static class BodyCheck
{
    public static List<FieldError> Of(ReadOnlySpan<byte> json, JsonTypeInfo type) =>
        IsText(json) ? UnknownMembers(json, type) : [new("body", "Holds bytes that are not UTF-8, or half of a surrogate pair.")];

    // JSON can escape half of a surrogate pair, which no string can hold: reading one later would throw.
    private static bool IsText(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return false;
        }

        var reader = new Utf8JsonReader(json);
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
                {
                    reader.GetString();
                }
            }

            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // All of them, by name, where a serializer names the first.
    private static List<FieldError> UnknownMembers(ReadOnlySpan<byte> json, JsonTypeInfo type)
    {
        var errors = new List<FieldError>();
        var reader = new Utf8JsonReader(json);
        reader.Read();
        while (reader.TokenType != JsonTokenType.None && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!type.Properties.Any(property => property.Name == name))
            {
                errors.Add(new(name, $"Is not a member of this body; known are {string.Join(", ", type.Properties.Select(static property => property.Name))}."));
            }

            reader.Skip();
        }

        return errors;
    }
}
