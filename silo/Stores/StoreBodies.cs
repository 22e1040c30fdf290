using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Silo.Http;

namespace Crm.Silo.Stores;

/// <param name="Name">Slug: a-z, 0-9 and '-', 1 to 40 long.</param>
/// <param name="Clock">"wall" (default) or "log".</param>
/// <param name="Zone">IANA time zone of its months and days; default UTC.</param>
/// <param name="Currency">ISO 4217 code of its amounts; default USD.</param>
internal sealed record NewStoreBody(string? Name, string? Clock = null, string? Zone = null, string? Currency = null);

internal sealed record StoreBody(string Name, string Clock, string Zone, string Currency);

/// <param name="WriteKey">Public: may only send events.</param>
/// <param name="ApiKey">Secret, with all scopes; shown here and never again.</param>
internal sealed record CreatedStoreBody(string Name, string Clock, string Zone, string Currency, string WriteKey, string ApiKey);

/// <param name="Kind">"api" (default) or "write".</param>
/// <param name="Name">What people call it, 1 to 100 characters.</param>
/// <param name="Scopes">Of an API key: what it may do.</param>
internal sealed record NewKeyBody(string? Name, string? Kind = null, IReadOnlyList<string>? Scopes = null);

/// <param name="Ending">Of the secret, to tell keys apart.</param>
internal sealed record KeyBody(string Id, string Kind, string Name, ImmutableArray<string> Scopes, string Ending, Instant CreatedAt);

/// <param name="Secret">Shown here and never again.</param>
internal sealed record CreatedKeyBody(string Id, string Kind, string Name, ImmutableArray<string> Scopes, string Ending, Instant CreatedAt, string Secret);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(NewStoreBody))]
[JsonSerializable(typeof(CreatedStoreBody))]
[JsonSerializable(typeof(Page<StoreBody>))]
[JsonSerializable(typeof(NewKeyBody))]
[JsonSerializable(typeof(CreatedKeyBody))]
[JsonSerializable(typeof(Page<KeyBody>))]
internal sealed partial class StoreJson : JsonSerializerContext;
