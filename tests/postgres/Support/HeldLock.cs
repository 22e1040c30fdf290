using Crm.TestSupport.Databases;
using Npgsql;

namespace Crm.Postgres.Tests.Support;

/// <summary>A transaction that holds what another one wants, so that a test can stop that one at a known place.</summary>
internal sealed class HeldLock : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly NpgsqlConnection _connection;

    private HeldLock(TestDatabase database, NpgsqlConnection connection) => (_database, _connection) = (database, connection);

    public int ProcessId => _connection.ProcessID;

    public static async Task<HeldLock> Take(TestDatabase database, string sql)
    {
        var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"begin; {sql}", connection);
        await command.ExecuteNonQueryAsync();
        return new(database, connection);
    }

    /// <summary>Returns once somebody waits for it.</summary>
    public async Task<int> Waiter()
    {
        while (true)
        {
            var waiter = await _database.Scalar<int>($"select coalesce(min(pid), 0) from pg_stat_activity where {ProcessId} = any (pg_blocking_pids(pid))");
            if (waiter != 0)
            {
                return waiter;
            }

            await Task.Yield();
        }
    }

    public async Task EndWaiter() => await _database.Scalar<bool>($"select pg_terminate_backend({await Waiter()})");

    public async Task Release()
    {
        await using var command = new NpgsqlCommand("rollback", _connection);
        await command.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();
}
