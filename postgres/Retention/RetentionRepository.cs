using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Retention;

/// <summary>How long each store keeps what.</summary>
public sealed class RetentionRepository(NpgsqlDataSource source)
{
    private const string Columns = "s.name, coalesce(r.version, 0), r.events, r.changes, r.dead_letters, r.actions, r.access_log";

    /// <summary>Of all stores, by name.</summary>
    public async Task<IReadOnlyList<StoreRetention>> All(CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.stores s left join crm.retention r on r.store = s.name order by s.name");
        return await Read(command, cancellationToken);
    }

    public async Task<StoreRetention> Get(string store, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand($"select {Columns} from crm.stores s left join crm.retention r on r.store = s.name where s.name = $1");
        command.Parameters.With(store);
        return (await Read(command, cancellationToken))[0];
    }

    /// <summary>Replaces a store's; the same again changes nothing.</summary>
    /// <param name="expected">The version that may be replaced; null for any.</param>
    /// <returns>What holds now, and whether that is what was asked for.</returns>
    public async Task<(StoreRetention Now, bool Done)> Put(string store, RetentionSettings settings, int? expected, CancellationToken cancellationToken)
    {
        while (true)
        {
            var now = await Get(store, cancellationToken);
            if (expected is { } version && version != now.Version)
            {
                return (now, false);
            }

            if (settings == now.Settings || await Replace(now, settings, cancellationToken))
            {
                return (settings == now.Settings ? now : new(store, now.Version + 1, settings), true);
            }
        }
    }

    private async Task<bool> Replace(StoreRetention now, RetentionSettings settings, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            insert into crm.retention as r (store, version, events, changes, dead_letters, actions, access_log) values ($1, $2 + 1, $3, $4, $5, $6, $7)
            on conflict (store) do update
            set version = excluded.version, events = excluded.events, changes = excluded.changes, dead_letters = excluded.dead_letters,
              actions = excluded.actions, access_log = excluded.access_log
            where r.version = $2
            """);
        command.Parameters.With(now.Store).With(now.Version);
        foreach (var days in (ReadOnlySpan<int?>)[settings.Events, settings.Changes, settings.DeadLetters, settings.Actions, settings.AccessLog])
        {
            command.Parameters.Add(new() { Value = days is { } some ? some : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        }

        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    private static async Task<IReadOnlyList<StoreRetention>> Read(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var all = new List<StoreRetention>();
        while (await reader.ReadAsync(cancellationToken))
        {
            all.Add(new(reader.GetString(0), reader.GetInt32(1), new(Days(reader, 2), Days(reader, 3), Days(reader, 4), Days(reader, 5), Days(reader, 6))));
        }

        return all;
    }

    private static int? Days(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetInt32(column);
}
