using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Postgres.Migrations;

/// <summary>Brings the schema up to what this program needs; several processes may start at the same time.</summary>
internal sealed class Migrator(NpgsqlDataSource source, IReadOnlyList<Migration> migrations, ILogger<Migrator> logger)
{
    private const long AdvisoryLock = 0x43524D5F4D494752; // "CRM_MIGR"

    /// <exception cref="SchemaMismatchException">The database has a migration that was edited since, or one that this program does not know.</exception>
    public async Task Run(CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await Execute(connection, "set lock_timeout = 0; set statement_timeout = 0; set idle_in_transaction_session_timeout = 0", cancellationToken);
        await Execute(connection, $"select pg_advisory_lock({AdvisoryLock})", cancellationToken);
        try
        {
            await Apply(connection, cancellationToken);
        }
        finally
        {
            // The settings are the session's: back to those that the connection was opened with.
            await Execute(connection, $"select pg_advisory_unlock({AdvisoryLock}); reset all", CancellationToken.None);
        }
    }

    private async Task Apply(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await Execute(connection, """
            create schema if not exists crm;
            create table if not exists crm.migrations (
              number integer primary key, name text not null, checksum text not null, applied_at timestamptz not null default now())
            """, cancellationToken);
        var applied = await Applied(connection, cancellationToken);
        foreach (var (number, (name, checksum)) in applied)
        {
            Check(number, name, checksum);
        }

        foreach (var migration in migrations.Where(migration => !applied.ContainsKey(migration.Number)))
        {
            await Apply(connection, migration, cancellationToken);
            logger.MigrationApplied(migration.Number, migration.Name);
        }
    }

    private void Check(int number, string name, string checksum)
    {
        if (number > migrations.Count)
        {
            throw new SchemaMismatchException(
                $"The database has migration {number} ({name}), this program knows {migrations.Count}: it is older than the database. Start the newer version.");
        }

        if (migrations[number - 1].Checksum != checksum)
        {
            throw new SchemaMismatchException(
                $"Migration {number} ({name}) was applied with another text than this program has. An applied migration must not be edited: restore its text and add a new one.");
        }
    }

    private static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await Execute(connection, migration.Sql, cancellationToken);
        await using var record = new NpgsqlCommand("insert into crm.migrations (number, name, checksum) values ($1, $2, $3)", connection)
        {
            Parameters = { new() { Value = migration.Number }, new() { Value = migration.Name }, new() { Value = migration.Checksum } },
        };
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<SortedDictionary<int, (string Name, string Checksum)>> Applied(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select number, name, checksum from crm.migrations", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new SortedDictionary<int, (string, string)>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0), (reader.GetString(1), reader.GetString(2)));
        }

        return applied;
    }

    private static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>The database's schema is not one that this program can work with. No retry helps.</summary>
public sealed class SchemaMismatchException : Exception
{
    public SchemaMismatchException() { }

    public SchemaMismatchException(string message) : base(message) { }

    public SchemaMismatchException(string message, Exception inner) : base(message, inner) { }
}
