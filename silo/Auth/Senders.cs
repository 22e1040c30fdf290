using Crm.Postgres.Stores;
using Crm.Silo.Http;

namespace Crm.Silo.Auth;

/// <summary>Who sends events.</summary>
/// <param name="Store">Whose they are.</param>
/// <param name="IsSecret">An API key, not the public write key: its holder may see what came of them.</param>
internal sealed record Sender(string Store, bool IsSecret);

/// <summary>Tells a sender by Basic <c>writeKey:</c>, by a write key in the body, or by an API key with the scope <c>ingest</c>.</summary>
internal sealed class Senders(ApiKeys keys)
{
    public static readonly Problem Unknown = new(StatusCodes.Status401Unauthorized)
    {
        Detail = "No key that may send events: Basic with the write key as user, \"writeKey\" in the body, or Bearer with an API key of scope ingest.",
    };

    public async ValueTask<Sender?> Find(HttpContext context, string? writeKey, CancellationToken cancellationToken)
    {
        if (Credentials.Bearer(context.Request) is { } bearer)
        {
            return await keys.Find(bearer, cancellationToken) is { Kind: KeyKind.Api } api && api.Scopes.Contains(Scopes.Ingest)
                ? new(api.Store, IsSecret: true)
                : null;
        }

        return (Credentials.BasicUser(context.Request) ?? writeKey) is { Length: > 0 } secret
            && await keys.Find(secret, cancellationToken) is { Kind: KeyKind.Write } write
            ? new(write.Store, IsSecret: false)
            : null;
    }
}
