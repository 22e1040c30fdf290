using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Crm.Core.Time;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Webhooks;

/// <summary>
/// The stores' signing secrets, each made when it is first asked for. What was looked up is believed for
/// <see cref="PostgresOptions.KeyCache"/>: another process signs that much longer with the old one alone.
/// </summary>
public sealed class WebhookSecrets(NpgsqlDataSource source, TimeProvider time, IOptions<PostgresOptions> options)
{
    /// <summary>Secrets of a store that may sign at a time: each is a signature in every request.</summary>
    public const int MaxSigning = 5;

    /// <summary>How long a secret that was replaced signs too.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);

    private const int Bytes = 32;

    // Rotations and first uses of a store, one after the other.
    private const string Lock = "select 1 from crm.stores where name = $1 for no key update";

    private const string Forget = "delete from crm.webhook_secrets where store = $1 and signs_until <= $2";

    private const string Retire = """
        update crm.webhook_secrets set signs_until = $2
        where store = $1 and signs_until is null and (select count(*) from crm.webhook_secrets where store = $1) < $3
        """;

    private const string Make = """
        insert into crm.webhook_secrets (store, number, secret, made_at)
        select $1, 1 + coalesce(max(number), 0), $2, $3 from crm.webhook_secrets where store = $1
        having count(*) filter (where signs_until is null) = 0
        """;

    private readonly ConcurrentDictionary<string, (ImmutableArray<WebhookSecret> Secrets, long Since)> _cache = new();
    private readonly TimeSpan _lasts = options.Value.KeyCache;

    /// <summary>Those that sign now, newest first; one at least. Believed for a while.</summary>
    public async ValueTask<ImmutableArray<WebhookSecret>> Signing(string store, CancellationToken cancellationToken)
    {
        if (!_cache.TryGetValue(store, out var known) || time.GetElapsedTime(known.Since) >= _lasts)
        {
            var asked = time.GetTimestamp();
            known = _cache[store] = (await Find(store, cancellationToken), asked);
        }

        return known.Secrets.RemoveAll(secret => secret.SignsUntil <= Now);
    }

    /// <summary>The same, as the database has them.</summary>
    public async Task<ImmutableArray<WebhookSecret>> Find(string store, CancellationToken cancellationToken)
    {
        var found = await Load(store, cancellationToken);
        if (found is [{ SignsUntil: null }, ..])
        {
            return found;
        }

        await using var batch = source.CreateBatch();
        Add(batch, Lock).With(store);
        Add(batch, Make).With(store).With(RandomNumberGenerator.GetBytes(Bytes)).With(Now.Milliseconds);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        return await Load(store, cancellationToken);
    }

    /// <summary>Makes a new one; the current one signs too for <see cref="Overlap"/>.</summary>
    /// <returns>False, with nothing changed, where <see cref="MaxSigning"/> sign already.</returns>
    public async Task<bool> Rotate(string store, CancellationToken cancellationToken)
    {
        var now = Now;
        await using var batch = source.CreateBatch();
        Add(batch, Lock).With(store);
        Add(batch, Forget).With(store).With(now.Milliseconds);
        Add(batch, Retire).With(store).With(now.PlusMilliseconds((long)Overlap.TotalMilliseconds).Milliseconds).With((long)MaxSigning);
        Add(batch, Make).With(store).With(RandomNumberGenerator.GetBytes(Bytes)).With(now.Milliseconds);
        await batch.ExecuteNonQueryAsync(cancellationToken);
        _cache.TryRemove(store, out _);
        return batch.BatchCommands[^1].RecordsAffected == 1;
    }

    private Instant Now => Instant.From(time.GetUtcNow());

    private async Task<ImmutableArray<WebhookSecret>> Load(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select secret, made_at, signs_until from crm.webhook_secrets
            where store = $1 and (signs_until is null or signs_until > $2) order by number desc
            """);
        command.Parameters.With(store).With(Now.Milliseconds);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var secrets = ImmutableArray.CreateBuilder<WebhookSecret>();
        while (await reader.ReadAsync(cancellationToken))
        {
            secrets.Add(new(reader.GetFieldValue<byte[]>(0), new(reader.GetInt64(1)), reader.IsDBNull(2) ? null : new Instant(reader.GetInt64(2))));
        }

        return secrets.ToImmutable();
    }

    private static NpgsqlParameterCollection Add(NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command.Parameters;
    }
}
