using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Forwarding;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>The partition rows and what their commits make durable, in PostgreSQL.</summary>
internal sealed class PartitionStore(NpgsqlDataSource source, PartitionOwners owners, ArchiveMonths months, IOptions<PostgresOptions> options)
    : IPartitionStore, IAsyncDisposable
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
        CommitBatch? batch = null;
        try
        {
            await months.Ensure(commit.Archive, cancellationToken);
            batch = _batches.TryTake(out var used) ? used : await CommitBatch.Open(source, cancellationToken);
            await (commit.Archive.Count > 0 && commit.Archive.Count >= _copyFrom ? batch.WriteWithCopy(commit, cancellationToken) : batch.Write(commit, cancellationToken));
            batch.Clear();
            _batches.Add(batch);
            return true;
        }
        catch (Exception exception)
        {
            if (batch is not null)
            {
                await batch.DisposeAsync();
            }

            return Failed(commit, exception, cancellationToken);
        }
    }

    public Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken) =>
        Offsets("select log_offset from crm.dead_letters where partition = $1 and log_offset > $2 and log_offset <= $3", partition, after, through, cancellationToken);

    public Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken) => Offsets(
        """
        select log_offset from crm.dead_letters where partition = $1 and log_offset > $2 and log_offset <= $3
        union all select log_offset from crm.uncounted where partition = $1 and log_offset > $2 and log_offset <= $3
        """,
        partition, after, through, cancellationToken);

    public Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken) =>
        ForwardsLeft.Read(source, partition, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        while (_batches.TryTake(out var batch))
        {
            await batch.DisposeAsync();
        }
    }

    private async Task<IReadOnlySet<long>> Offsets(string sql, int partition, long after, long through, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(sql);
        command.Parameters.With(partition).With(after).With(through);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var offsets = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            offsets.Add(reader.GetInt64(0));
        }

        return offsets;
    }

    /// <returns>False, or it throws.</returns>
    private bool Failed(PartitionCommit commit, Exception exception, CancellationToken cancellationToken)
    {
        switch (exception)
        {
            case PostgresException { SqlState: NotTheOwner }:
                return false;
            case OperationCanceledException when cancellationToken.IsCancellationRequested:
                ExceptionDispatchInfo.Throw(exception);
                break;
            case PostgresException { SqlState: PostgresErrorCodes.CheckViolation }:
                months.Forget(); // a month's table was dropped meanwhile: the repeat makes it again
                break;
        }

        throw new CommitUnknownException($"The commit of partition {commit.Partition} after number {commit.ExpectedNumber} failed or its outcome is unknown.", exception);
    }
}
