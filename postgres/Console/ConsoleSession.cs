using System.Collections.Immutable;
using Crm.Core.Time;

namespace Crm.Postgres.Console;

/// <summary>Somebody who is signed in to the console of a store.</summary>
/// <param name="Id">By which the access log names it; no secret.</param>
/// <param name="Scopes">What may be done with it.</param>
/// <param name="ExpiresAt">When it ends if it is not used before.</param>
/// <param name="EndsAt">When it ends in any case.</param>
public sealed record ConsoleSession(Guid Id, string Store, ImmutableArray<string> Scopes, Instant ExpiresAt, Instant EndsAt);

/// <param name="Secret">Shown once, here.</param>
public sealed record NewConsoleSession(ConsoleSession Session, string Secret);

/// <param name="Token">Shown once, here.</param>
/// <param name="ExpiresAt">When it opens nothing any more.</param>
public sealed record ConsoleLink(string Token, Instant ExpiresAt);
