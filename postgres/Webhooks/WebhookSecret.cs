using Crm.Core.Time;

namespace Crm.Postgres.Webhooks;

/// <summary>What a store's webhooks are signed with. A class, not a record: its text must come into no log by accident.</summary>
/// <param name="key">24 to 64 random bytes.</param>
/// <param name="signsUntil">Null for the current one; for one that was replaced, when it ends to sign too.</param>
public sealed class WebhookSecret(byte[] key, Instant madeAt, Instant? signsUntil)
{
    private const string Prefix = "whsec_";

    public ReadOnlyMemory<byte> Key { get; } = key;

    public Instant MadeAt { get; } = madeAt;

    public Instant? SignsUntil { get; } = signsUntil;

    /// <summary>As Standard Webhooks writes a secret: <c>whsec_</c> and the base64 of its bytes.</summary>
    public string Reveal() => Prefix + Convert.ToBase64String(Key.Span);
}
