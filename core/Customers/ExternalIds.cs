using System.Text.Json;
using Crm.Core.Events;

namespace Crm.Core.Customers;

/// <summary>The ids that other systems know a customer by: <c>context.externalIds</c>, objects with <c>type</c> and <c>id</c>.</summary>
internal static class ExternalIds
{
    private const int Most = 10; // of one event

    /// <returns>Each as <c>type:id</c>; what is not so is left out.</returns>
    public static List<string> Read(ReadOnlySpan<byte> context)
    {
        var ids = new List<string>();
        var reader = new Utf8JsonReader(context);
        if (!JsonText.MoveTo(ref reader, "externalIds"u8) || reader.TokenType != JsonTokenType.StartArray)
        {
            return ids;
        }

        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject && ReadOne(ref reader) is { } id && ids.Count < Most)
            {
                ids.Add(id);
            }
            else
            {
                reader.Skip();
            }
        }

        return ids;
    }

    private static string? ReadOne(ref Utf8JsonReader reader)
    {
        string? type = null, id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isType, isId) = (reader.Is("type"u8), reader.Is("id"u8));
            reader.Read();
            if ((isType || isId) && reader.TokenType is JsonTokenType.String or JsonTokenType.Number && JsonText.TryGet(ref reader, null, out var text))
            {
                (type, id) = isType ? (text, id) : isId ? (type, text) : (type, id);
            }

            reader.Skip();
        }

        return string.IsNullOrEmpty(type) || string.IsNullOrEmpty(id) || type.Length + id.Length > EventLimits.MaxIdBytes ? null : $"{type}:{id}";
    }
}
