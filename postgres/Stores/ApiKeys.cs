using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Time;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Stores;

/// <summary>
/// Keys by the SHA-256 of their secret. The secret is 256 random bits, so a slow hash would add nothing.
/// What was looked up is believed for <see cref="PostgresOptions.KeyCache"/>: a deleted key works that much longer on other processes.
/// </summary>
public sealed class ApiKeys(NpgsqlDataSource source, TimeProvider time, IOptions<PostgresOptions> options)
{
    private const string Columns = "id, store, kind, name, scopes, ending, created_at";
    private const int MaxCached = 10_000;
    private const int MaxLength = 256;

    private readonly ConcurrentDictionary<string, (ApiKey? Key, long Since)> _cache = new();
    private readonly TimeSpan _lasts = options.Value.KeyCache;

    /// <returns>Null for a secret that is none.</returns>
    public ValueTask<ApiKey?> Find(string secret, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > MaxLength)
        {
            return new((ApiKey?)null);
        }

        var hash = Hash(secret);
        return _cache.TryGetValue(Convert.ToHexString(hash), out var known) && time.GetElapsedTime(known.Since) < _lasts
            ? new(known.Key)
            : new(Load(hash, cancellationToken));
    }

    public async Task<NewApiKey> Create(string store, KeyKind kind, string name, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        var secret = (kind == KeyKind.Write ? "crm_write_" : "crm_api_") + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        await using var command = source.CreateCommand($"""
            insert into crm.keys (store, kind, name, hash, scopes, ending, created_at) values ($1, $2, $3, $4, $5, $6, $7) returning {Columns}
            """);
        command.Parameters
            .With(store).With(kind == KeyKind.Write ? "write" : "api").With(name).With(Hash(secret)).With(scopes.ToArray()).With(secret[^4..])
            .With(time.GetUtcNow().ToUnixTimeMilliseconds());
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new(Read(reader), secret);
    }

    /// <summary>Oldest first.</summary>
    public async Task<IReadOnlyList<ApiKey>> List(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.keys where store = $1 order by created_at, id");
        command.Parameters.With(store);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var keys = new List<ApiKey>();
        while (await reader.ReadAsync(cancellationToken))
        {
            keys.Add(Read(reader));
        }

        return keys;
    }

    /// <returns>False where the store has no such key.</returns>
    public async Task<bool> Delete(string store, Guid id, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("delete from crm.keys where store = $1 and id = $2");
        command.Parameters.With(store).With(id);
        var deleted = await command.ExecuteNonQueryAsync(cancellationToken) == 1;
        _cache.Clear();
        return deleted;
    }

    private async Task<ApiKey?> Load(byte[] hash, CancellationToken cancellationToken)
    {
        var asked = time.GetTimestamp();
        await using var command = source.CreateCommand($"select {Columns} from crm.keys where hash = $1");
        command.Parameters.With(hash);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var key = await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
        if (_cache.Count >= MaxCached)
        {
            _cache.Clear(); // whoever tries many secrets gets no memory of ours for it
        }

        _cache[Convert.ToHexString(hash)] = (key, asked);
        return key;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static ApiKey Read(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2) == "write" ? KeyKind.Write : KeyKind.Api, reader.GetString(3),
        [.. reader.GetFieldValue<string[]>(4)], reader.GetString(5), new Instant(reader.GetInt64(6)));
}
