using Npgsql;

namespace Crm.Postgres.Rfm;

/// <summary>Whose turn it is to refresh stores by their schedules: one process's, until it is disposed or its session ends.</summary>
public sealed class RfmTurns(NpgsqlDataSource source)
{
    private const long Lock = 0x43524D5F5F52464D; // "CRM__RFM"

    /// <returns>Null while it is another one's.</returns>
    public async Task<Turn?> TryTake(CancellationToken cancellationToken)
    {
        var connection = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({Lock})", connection);
            if ((bool)(await command.ExecuteScalarAsync(cancellationToken))!)
            {
                return new(connection);
            }
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        await connection.DisposeAsync();
        return null;
    }

    public sealed class Turn : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;

        internal Turn(NpgsqlConnection connection) => _connection = connection;

        /// <returns>False where the session is gone: another process may have the turn.</returns>
        public async Task<bool> IsHeld(CancellationToken cancellationToken)
        {
            try
            {
                await using var command = new NpgsqlCommand("select 1", _connection);
                return await command.ExecuteScalarAsync(cancellationToken) is 1;
            }
            catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
            {
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await using (_connection)
            {
                if (await IsHeld(CancellationToken.None))
                {
                    await using var command = new NpgsqlCommand($"select pg_advisory_unlock({Lock})", _connection);
                    await command.ExecuteNonQueryAsync();
                }
            }
        }
    }
}
