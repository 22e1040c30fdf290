using Crm.Postgres;
using Npgsql;

namespace Crm.TestSupport.Databases;

/// <summary>The PostgreSQL server that tests run on: named by <c>CRM_TEST_POSTGRES</c>, a connection string with the right to create databases.</summary>
internal static class TestServer
{
    private const string Variable = "CRM_TEST_POSTGRES";

    /// <exception cref="InvalidOperationException">None is named: tests that need one fail, they are never skipped.</exception>
    public static NpgsqlConnectionStringBuilder Connection() => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } text
        ? ConnectionText.Parse(text)
        : throw new InvalidOperationException($"These tests need a PostgreSQL server. Set {Variable} to a connection string of a role that may create databases.");

    public static async Task Execute(string database, params string[] commands)
    {
        var connectionString = Connection();
        connectionString.Database = database;
        connectionString.Pooling = false;
        await using var connection = new NpgsqlConnection(connectionString.ConnectionString);
        await connection.OpenAsync();
        foreach (var sql in commands)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>The database that commands which make others are sent from.</summary>
    public static string Maintenance => Connection().Database is { Length: > 0 } named ? named : "postgres";
}
