using System.Collections.Concurrent;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>The partition rows and what their commits make durable, in PostgreSQL.</summary>
internal sealed class PartitionStore(NpgsqlDataSource source, PartitionOwners owners, ArchiveMonths months, IOptions<PostgresOptions> options) : IPartitionStore
{
    /// <summary>Raised by <c>crm.advance_partition</c>.</summary>
    private const string NotTheOwner = "CR001";

    private readonly ConcurrentBag<CommitBatch> _batches = [];
    private readonly int _copyFrom = options.Value.CopyFrom;

    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken) =>
        owners.Acquire(partition, generation, partitions, cancellationToken);

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken) =>
        owners.CommitNumber(partition, epoch, cancellationToken);

    public async Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken)
    {
        var batch = _batches.TryTake(out var used) ? used : new();
        try
        {
            await months.Ensure(commit.Archive, cancellationToken);
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await (commit.Archive.Count >= _copyFrom
                ? batch.WriteWithCopy(connection, commit, cancellationToken)
                : batch.Write(connection, commit, cancellationToken));
            return true;
        }
        catch (PostgresException exception) when (exception.SqlState == NotTheOwner)
        {
            return false;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception exception)
        {
            if (exception is PostgresException { SqlState: PostgresErrorCodes.CheckViolation })
            {
                months.Forget(); // a month's table was dropped meanwhile: the repeat makes it again
            }

            throw new CommitUnknownException($"The commit of partition {commit.Partition} after number {commit.ExpectedNumber} failed or its outcome is unknown.", exception);
        }
        finally
        {
            batch.Clear();
            _batches.Add(batch);
        }
    }

    public async Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select log_offset from crm.dead_letters where partition = $1 and log_offset > $2 and log_offset <= $3");
        command.Parameters.With(partition).With(after).With(through);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var offsets = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            offsets.Add(reader.GetInt64(0));
        }

        return offsets;
    }
}
