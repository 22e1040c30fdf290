using System.Collections.Concurrent;
using Crm.Core.Time;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Console;

/// <summary>
/// Sessions of the console, by the SHA-256 of their secret. What was looked up is believed for <see cref="PostgresOptions.KeyCache"/>:
/// a session that was closed works that much longer on other processes, but none beyond its end.
/// </summary>
public sealed class ConsoleSessions(NpgsqlDataSource source, TimeProvider time, IOptions<SignInOptions> options, IOptions<PostgresOptions> postgres)
{
    private const string Columns = "id, store, scopes, expires_at, ends_at";
    private const int MaxCached = 10_000;

    private readonly ConcurrentDictionary<string, (ConsoleSession? Session, long Since)> _cache = new();
    private readonly TimeSpan _believed = postgres.Value.KeyCache;
    private readonly long _idle = (long)options.Value.Idle.TotalMilliseconds, _longest = (long)options.Value.Session.TotalMilliseconds;

    /// <summary>Makes a session of a link, which is used up.</summary>
    /// <returns>Null for a token that is none, was used or has expired.</returns>
    public async Task<NewConsoleSession?> Open(string token, CancellationToken cancellationToken)
    {
        if (token.Length is 0 or > ConsoleSecret.MaxLength)
        {
            return null;
        }

        var (now, secret) = (Now(), ConsoleSecret.New());
        // Of two at once one waits for the other's delete, and then finds nothing.
        await using var command = source.CreateCommand($"""
            with used as (delete from crm.console_links where hash = $1 and expires_at > $2 returning store, key, scopes)
            insert into crm.console_sessions (hash, store, key, scopes, created_at, expires_at, ends_at)
            select $3, store, key, scopes, $2, $4, $5 from used returning {Columns}
            """);
        var ends = now.PlusMilliseconds(_longest);
        command.Parameters.With(ConsoleSecret.Hash(token)).With(now.Milliseconds).With(ConsoleSecret.Hash(secret))
            .With(Instant.Earlier(now.PlusMilliseconds(_idle), ends).Milliseconds).With(ends.Milliseconds);
        return await Read(command, cancellationToken) is { } session ? new(session, secret) : null;
    }

    /// <summary>The session of a secret, which is used by that.</summary>
    /// <returns>Null for a secret that is none, or of a session that has ended.</returns>
    public async ValueTask<ConsoleSession?> Find(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > ConsoleSecret.MaxLength)
        {
            return null;
        }

        var hash = ConsoleSecret.Hash(secret);
        if (!_cache.TryGetValue(Convert.ToHexString(hash), out var known) || time.GetElapsedTime(known.Since) >= _believed)
        {
            known.Session = await Load(hash, cancellationToken);
        }

        return known.Session is { } session && session.ExpiresAt > Now() ? session : null;
    }

    public async Task Close(string secret, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("delete from crm.console_sessions where hash = $1");
        command.Parameters.With(ConsoleSecret.Hash(secret));
        await command.ExecuteNonQueryAsync(cancellationToken);
        _cache.Clear();
    }

    private async Task<ConsoleSession?> Load(byte[] hash, CancellationToken cancellationToken)
    {
        var (asked, now) = (time.GetTimestamp(), Now());
        await using var command = source.CreateCommand($"select {Columns} from crm.console_sessions where hash = $1 and expires_at > $2");
        command.Parameters.With(hash).With(now.Milliseconds);
        var session = await Read(command, cancellationToken);
        if (session is not null && Instant.Earlier(now.PlusMilliseconds(_idle), session.EndsAt) is var until && until - session.ExpiresAt > _idle / 100)
        {
            session = await Prolong(hash, now, until, cancellationToken); // not by each call: by one in a hundredth of the time
        }

        if (_cache.Count >= MaxCached)
        {
            _cache.Clear(); // whoever tries many secrets gets no memory of ours for it
        }

        _cache[Convert.ToHexString(hash)] = (session, asked);
        return session;
    }

    private async Task<ConsoleSession?> Prolong(byte[] hash, Instant now, Instant until, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(
            $"update crm.console_sessions set expires_at = greatest(expires_at, $3) where hash = $1 and expires_at > $2 returning {Columns}");
        command.Parameters.With(hash).With(now.Milliseconds).With(until.Milliseconds);
        return await Read(command, cancellationToken);
    }

    private static async Task<ConsoleSession?> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new(reader.GetGuid(0), reader.GetString(1), [.. reader.GetFieldValue<string[]>(2)], new(reader.GetInt64(3)), new(reader.GetInt64(4)))
            : null;
    }

    private Instant Now() => Instant.From(time.GetUtcNow());
}
