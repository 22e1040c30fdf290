using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Crm.Core.Time;
using Crm.Postgres.Webhooks;

namespace Crm.Silo.Webhooks;

/// <param name="Secret">What the store's webhooks are signed with, as Standard Webhooks writes it: whsec_ and base64.</param>
/// <param name="Former">Those that it replaced and that sign too for a while, newest first.</param>
internal sealed record WebhookSecretBody(string Secret, Instant MadeAt, ImmutableArray<FormerSecretBody> Former)
{
    /// <param name="secrets">The current one first.</param>
    public static WebhookSecretBody Of(ImmutableArray<WebhookSecret> secrets) => new(
        secrets[0].Reveal(), secrets[0].MadeAt, [.. secrets.Skip(1).Select(static former => new FormerSecretBody(former.Reveal()[^5..], former.SignsUntil!.Value))]);
}

/// <param name="Ending">Of the secret, to tell which it is.</param>
/// <param name="SignsUntil">From then on only the others sign.</param>
internal sealed record FormerSecretBody(string Ending, Instant SignsUntil);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, Converters = [typeof(InstantConverter)])]
[JsonSerializable(typeof(WebhookSecretBody))]
internal sealed partial class WebhookJson : JsonSerializerContext;
