using Crm.Core.Time;
using Crm.Ingest.Commits;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>Takes partition rows over, and asks them where they stand. Both wait for a transaction that holds the row.</summary>
internal sealed class PartitionOwners(NpgsqlDataSource source, PartitionOwner self, ILogger<PartitionOwners> logger)
{
    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken) =>
        WithRow(partition, () => TryAcquire(partition, generation, partitions, cancellationToken), cancellationToken);

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken) =>
        WithRow(partition, () => TryCommitNumber(partition, epoch, cancellationToken), cancellationToken);

    private async Task<PartitionRow> TryAcquire(int partition, string generation, int partitions, CancellationToken cancellationToken)
    {
        await using var batch = source.CreateBatch();
        batch.BatchCommands.Add(Command(
            "insert into crm.partitions (partition, log_generation, log_partitions) values ($1, $2, $3) on conflict do nothing", partition, generation, partitions));
        var take = Command("""
            update crm.partitions set epoch = epoch + 1, owner = $4
            where partition = $1 and log_generation = $2 and log_partitions = $3
            returning epoch, commit_number, e_offset, e_woken, e_key, s_offset, s_stores, next_feed_number, s_marks, e_forwards, e_marks
            """, partition, generation, partitions);
        take.Parameters.With(self.Name);
        batch.BatchCommands.Add(take);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
        {
            await reader.DisposeAsync();
            throw await Mismatch(partition, generation, partitions, cancellationToken);
        }

        return new(
            partition, reader.GetInt64(0), reader.GetInt64(1),
            new Progress(reader.GetInt64(2), new Instant(reader.GetInt64(3)), reader.GetString(4)),
            new ReplayStart(reader.GetInt64(5), StoreContexts.Read(reader.GetString(6)), [.. reader.GetFieldValue<long[]>(8)]), reader.GetInt64(7),
            [.. reader.GetFieldValue<long[]>(9)], [.. reader.GetFieldValue<long[]>(10)]);
    }

    private async Task<long?> TryCommitNumber(int partition, long epoch, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select commit_number from crm.partitions where partition = $1 and epoch = $2 for update");
        command.Parameters.With(partition).With(epoch);
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private async Task<T> WithRow<T>(int partition, Func<Task<T>> attempt, CancellationToken cancellationToken)
    {
        try
        {
            return await attempt();
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            await EndStalledHolder(partition, cancellationToken);
            return await attempt();
        }
    }

    /// <summary>
    /// The server's own time-outs do not see a session whose client stopped in the middle of sending a batch: it would
    /// hold the row until the connection breaks. A row that is held while its holder waits for its client is freed here.
    /// </summary>
    private async Task EndStalledHolder(int partition, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("""
            select count(*) from (
              select pg_terminate_backend(a.pid)
              from crm.partitions p join pg_stat_activity a on a.backend_xid = p.xmax
              where p.partition = $1 and a.wait_event = 'ClientRead' and a.state_change < clock_timestamp() - interval '1 second') ended
            """);
        command.Parameters.With(partition);
        if ((long?)await command.ExecuteScalarAsync(cancellationToken) > 0)
        {
            logger.StalledOwnerEnded(partition);
        }
    }

    private async Task<LogMismatchException> Mismatch(int partition, string generation, int partitions, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select log_generation, log_partitions from crm.partitions where partition = $1");
        command.Parameters.With(partition);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return new($"Partition {partition} was built from log {reader.GetString(0)} with {reader.GetInt32(1)} partitions; this is log {generation} with {partitions}. "
            + "Its positions mean nothing here. Connect the log that it was built from, or start with an empty database.");
    }

    private static NpgsqlBatchCommand Command(string sql, int partition, string generation, int partitions) => new(sql)
    {
        Parameters =
        {
            new NpgsqlParameter<int> { TypedValue = partition },
            new NpgsqlParameter<string> { TypedValue = generation },
            new NpgsqlParameter<int> { TypedValue = partitions },
        },
    };
}
