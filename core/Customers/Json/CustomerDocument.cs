using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Crm.Core.Time;

namespace Crm.Core.Customers.Json;

/// <summary>A customer as JSON; the same wherever it is handed out.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(CustomerBody))]
public sealed partial class CustomerDocument : JsonSerializerContext
{
    /// <summary>Letters as they are: this is read as JSON only.</summary>
    private static readonly CustomerDocument Readable = new(new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new InstantConverter() },
    });

    /// <summary>UTF-8.</summary>
    public static byte[] Write(CustomerView view) => JsonSerializer.SerializeToUtf8Bytes(Json.CustomerBody.Of(view), Readable.CustomerBody);
}
