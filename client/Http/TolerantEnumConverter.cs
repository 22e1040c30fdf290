using System.Text.Json;
using System.Text.Json.Serialization;

namespace Crm.Client.Http;

/// <summary>Reads names of an enum in camelCase; one that is not known is the enum's 0, so that a newer CRM breaks no older client.</summary>
internal sealed class TolerantEnumConverter<T> : JsonConverter<T> where T : struct, Enum
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var name = reader.TokenType == JsonTokenType.String ? reader.GetString() : throw new JsonException();
        return Array.Find(Enum.GetValues<T>(), value => Name(value) == name);
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(Name(value));

    public static string Name(T value) => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
