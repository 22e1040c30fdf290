using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Crm.Core.Time;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Access;

/// <summary>Who read or wrote personal data, and when. Customers are hashed with a secret of their store.</summary>
public sealed class AccessLog(NpgsqlDataSource source)
{
    private const int HashBytes = 16;

    private readonly ConcurrentDictionary<string, byte[]> _secrets = new();

    public async Task Write(IReadOnlyList<AccessEntry> entries, CancellationToken cancellationToken)
    {
        var customers = new byte[]?[entries.Count];
        for (var i = 0; i < customers.Length; i++)
        {
            customers[i] = entries[i].Customer is { } customer ? Hash(await Secret(entries[i].Store, cancellationToken), customer) : null;
        }

        await using var command = source.CreateCommand("""
            insert into crm.access_log (store, at, key, key_name, method, route, customer, status)
            select * from unnest($1, $2, $3, $4, $5, $6, $7, $8)
            """);
        command.Parameters
            .With(entries.Select(static entry => entry.Store).ToArray())
            .With(entries.Select(static entry => entry.At.Milliseconds).ToArray())
            .With(entries.Select(static entry => entry.Key).ToArray())
            .With(entries.Select(static entry => Texts.Storable(entry.KeyName)).ToArray())
            .With(entries.Select(static entry => entry.Method).ToArray())
            .With(entries.Select(static entry => entry.Route).ToArray())
            .With(customers)
            .With(entries.Select(static entry => (short)entry.Status).ToArray());
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Newest first.</summary>
    /// <param name="before">The place of the last one shown; null for the newest.</param>
    public async Task<IReadOnlyList<AccessRecord>> Before(string store, AccessFilter filter, AccessPlace? before, int limit, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"""
            select at, id, key, key_name, method, route, customer, status from crm.access_log
            where store = $1 and at >= $2 and at < $3 and (at, id) < ($4, $5)
              {(filter.Customers.Count > 0 ? "and customer = any ($7)" : "")} {(filter.Key is null ? "" : "and key = $8")}
            order by at desc, id desc limit $6
            """);
        var place = before ?? new(Instant.Never, long.MaxValue);
        command.Parameters.With(store).With(filter.From.Milliseconds).With(filter.To.Milliseconds).With(place.At.Milliseconds).With(place.Id).With(limit);
        var secret = await Secret(store, cancellationToken);
        command.Parameters.With(filter.Customers.Select(customer => Hash(secret, customer)).ToArray());
        command.Parameters.Add(new() { Value = filter.Key is { } key ? key : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Uuid });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var records = new List<AccessRecord>();
        while (await reader.ReadAsync(cancellationToken))
        {
            records.Add(new(
                new(new(reader.GetInt64(0)), reader.GetInt64(1)), reader.GetGuid(2), reader.GetString(3), reader.GetString(4), reader.GetString(5),
                reader.IsDBNull(6) ? null : reader.GetFieldValue<byte[]>(6), reader.GetInt16(7)));
        }

        return records;
    }

    private static byte[] Hash(byte[] secret, string customer) => HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(customer))[..HashBytes];

    private async ValueTask<byte[]> Secret(string store, CancellationToken cancellationToken)
    {
        if (_secrets.TryGetValue(store, out var known))
        {
            return known;
        }

        await using var command = source.CreateCommand("""
            with made as (insert into crm.access_secrets (store, secret) values ($1, $2) on conflict do nothing returning secret)
            select secret from made union all select secret from crm.access_secrets where store = $1
            """);
        command.Parameters.With(store).With(RandomNumberGenerator.GetBytes(32));
        return await command.ExecuteScalarAsync(cancellationToken) is byte[] secret
            ? _secrets.GetOrAdd(store, secret)
            : await Secret(store, cancellationToken); // another process made it at the same moment: the next look sees it
    }
}
