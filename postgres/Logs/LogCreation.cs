using Npgsql;

namespace Crm.Postgres.Logs;

/// <summary>Makes the log in an empty database, or finds the one that is there.</summary>
internal static class LogCreation
{
    /// <returns>The log's generation.</returns>
    public static async Task<string> Open(NpgsqlDataSource source, int partitions, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command("insert into crm.log_info (partitions) values ($1) on conflict do nothing", partitions));
        batch.BatchCommands.Add(Command("""
            insert into crm.log_heads (partition)
            select generate_series(0, i.partitions - 1) from crm.log_info i where i.partitions = $1 on conflict do nothing
            """, partitions));
        batch.BatchCommands.Add(new("select generation, partitions from crm.log_info"));
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (generation, made) = (reader.GetString(0), reader.GetInt32(1));
        return made == partitions
            ? generation
            : throw new InvalidOperationException(
                $"The log was made with {made} partitions and this process is set to {partitions}. The number is fixed for a log's life: set it to {made}.");
    }

    private static NpgsqlBatchCommand Command(string sql, int partitions) => new(sql) { Parameters = { new NpgsqlParameter<int> { TypedValue = partitions } } };
}
