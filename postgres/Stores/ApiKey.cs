using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Postgres.Stores;

/// <summary>A key of a store, without its secret, which nobody keeps.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Scopes">Of an API key; a write key has none.</param>
/// <param name="Ending">The secret's last four characters, to tell keys apart.</param>
public sealed record ApiKey(Guid Id, string Store, KeyKind Kind, string Name, ImmutableArray<string> Scopes, string Ending, Instant CreatedAt);

/// <param name="Secret">Shown once, here.</param>
public sealed record NewApiKey(ApiKey Key, string Secret);

public enum KeyKind : byte
{
    /// <summary>Public: may only send events.</summary>
    Write,

    /// <summary>Secret: may do what its scopes say.</summary>
    Api,
}
