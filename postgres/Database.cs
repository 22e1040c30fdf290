using System.Globalization;
using Npgsql;

namespace Crm.Postgres;

/// <summary>Builds the one data source of the process.</summary>
internal static class Database
{
    public static NpgsqlDataSource Open(PostgresOptions options)
    {
        var builder = new NpgsqlDataSourceBuilder(Connection(options).ConnectionString) { Name = "crm" }; // else metrics name host and user
        return builder.Build();
    }

    private static NpgsqlConnectionStringBuilder Connection(PostgresOptions options)
    {
        var connection = ConnectionText.Parse(options.ConnectionString);
        connection.ApplicationName ??= "crm";
        connection.MaxPoolSize = options.MaxPoolSize;
        connection.NoResetOnClose = true; // nothing here changes a session; prepared statements stay either way, a reset costs work per use
        connection.WriteBufferSize = 64 * 1024;
        connection.ReadBufferSize = 32 * 1024;
        connection.KeepAlive = 30;

        // The client gives up somewhat later than the server, so that it usually hears the server's own word.
        connection.CommandTimeout = (int)Math.Ceiling(options.StatementTimeout.TotalSeconds) + 5;
        connection.Options = string.Join(' ', connection.Options,
            Setting("lock_timeout", options.LockTimeout),
            Setting("statement_timeout", options.StatementTimeout),
            Setting("idle_in_transaction_session_timeout", options.IdleInTransactionTimeout)).Trim();
        return connection;
    }

    private static string Setting(string name, TimeSpan value) =>
        string.Create(CultureInfo.InvariantCulture, $"-c {name}={(long)value.TotalMilliseconds}");
}
