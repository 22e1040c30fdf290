using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Postgres.Access;
using Crm.Silo.Http;

namespace Crm.Silo.Access;

/// <summary>A call by which personal data was read or written.</summary>
/// <param name="At">When it came.</param>
/// <param name="Key">Id of the key, or of the session of the console, by which it was made.</param>
/// <param name="KeyName">What people call it.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Route">Its pattern, such as /api/v1/customers/{id}.</param>
/// <param name="Customer">A hash that is the same for one customer; null where the call was not about one.</param>
/// <param name="Status">Of the answer.</param>
internal sealed record AccessBody(Instant At, Guid Key, string KeyName, string Method, string Route, string? Customer, int Status)
{
    public static AccessBody Of(AccessRecord record) => new(
        record.Place.At, record.Key, record.KeyName, record.Method, record.Route, record.Customer is { } hash ? Convert.ToHexStringLower(hash) : null, record.Status);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Page<AccessBody>))]
internal sealed partial class AccessJson : JsonSerializerContext;
