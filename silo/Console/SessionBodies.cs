using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crm.Core.Time;

namespace Crm.Silo.Console;

/// <summary>A link by which one person signs in to the console of the store, once.</summary>
/// <param name="Url">The token stands after the #, which browsers send to nobody: no log has it.</param>
/// <param name="ExpiresAt">When it opens nothing any more.</param>
internal sealed record LinkBody(string Url, Instant ExpiresAt);

/// <param name="Token">What stands after the # of a link.</param>
internal sealed record OpenSessionBody(string? Token);

/// <summary>Who is signed in.</summary>
/// <param name="Store">Whose console it is.</param>
/// <param name="Currency">ISO 4217 code of the store's amounts.</param>
/// <param name="TimeZone">IANA time zone in which its days and months are counted.</param>
/// <param name="Clock">"wall" or "log": where its time comes from.</param>
/// <param name="Scopes">What the session may do, as API keys have them.</param>
/// <param name="ExpiresAt">When it ends if it is not used before.</param>
internal sealed record SessionBody(string Store, string Currency, string TimeZone, string Clock, ImmutableArray<string> Scopes, Instant ExpiresAt);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(LinkBody))]
[JsonSerializable(typeof(OpenSessionBody))]
[JsonSerializable(typeof(SessionBody))]
internal sealed partial class SessionJson : JsonSerializerContext;
