using System.Collections.Concurrent;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Forwarding;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>The partition rows and what their commits make durable, in PostgreSQL.</summary>
internal sealed class PartitionStore : IPartitionStore, IAsyncDisposable
{
    /// <summary>Raised by <c>crm.advance_partition</c>.</summary>
    private const string NotTheOwner = "CR001";

    private readonly NpgsqlDataSource _source;
    private readonly PartitionOwners _owners;
    private readonly ArchiveMonths _months;
    private readonly ConcurrentBag<CommitBatch> _batches = [];
    private readonly int _copyFrom;
    private readonly Gathering<PartitionCommit, bool> _gathering;

    public PartitionStore(NpgsqlDataSource source, PartitionOwners owners, ArchiveMonths months, IOptions<PostgresOptions> options)
    {
        (_source, _owners, _months, _copyFrom) = (source, owners, months, options.Value.CopyFrom);
        _gathering = new(options.Value.ConcurrentCommits, options.Value.CommitRows, Commit);
    }

    public Task<PartitionRow> Acquire(int partition, string generation, int partitions, CancellationToken cancellationToken) =>
        _owners.Acquire(partition, generation, partitions, cancellationToken);

    public Task<long?> CommitNumber(int partition, long epoch, CancellationToken cancellationToken) =>
        _owners.CommitNumber(partition, epoch, cancellationToken);

    /// <summary>One transaction takes what several partitions want to commit: most of what it costs it costs once.</summary>
    public Task<bool> Commit(PartitionCommit commit, CancellationToken cancellationToken) =>
        _gathering.Ask(commit, commit.Rows).WaitAsync(cancellationToken);

    public Task<IReadOnlySet<long>> DeadLettered(int partition, long after, long through, CancellationToken cancellationToken) =>
        Offsets("select log_offset from crm.dead_letters where partition = $1 and log_offset > $2 and log_offset <= $3", partition, after, through, cancellationToken);

    public Task<IReadOnlySet<long>> NotCounted(int partition, long after, long through, CancellationToken cancellationToken) => Offsets(
        """
        select log_offset from crm.dead_letters where partition = $1 and log_offset > $2 and log_offset <= $3
        union all select log_offset from crm.uncounted where partition = $1 and log_offset > $2 and log_offset <= $3
        """,
        partition, after, through, cancellationToken);

    public Task<IReadOnlyList<ForwardRow>> Forwards(int partition, CancellationToken cancellationToken) =>
        ForwardsLeft.Read(_source, partition, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        while (_batches.TryTake(out var batch))
        {
            await batch.DisposeAsync();
        }
    }

    private async Task<IReadOnlySet<long>> Offsets(string sql, int partition, long after, long through, CancellationToken cancellationToken)
    {
        await using var command = _source.CreateCommand(sql);
        command.Parameters.With(partition).With(after).With(through);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var offsets = new HashSet<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            offsets.Add(reader.GetInt64(0));
        }

        return offsets;
    }

    private async Task Commit(IReadOnlyList<Gathered<PartitionCommit, bool>> asked)
    {
        var ordered = asked.OrderBy(static one => one.Request.Partition).ToArray();
        try
        {
            await Write(ordered);
        }
        catch (PostgresException) when (ordered.Length > 1)
        {
            // Nothing of it is there; what is wrong with one partition must not stop the others.
            foreach (var one in ordered)
            {
                await CommitAlone(one);
            }
        }
        catch (Exception exception)
        {
            Failed(ordered, exception);
        }
    }

    private async Task CommitAlone(Gathered<PartitionCommit, bool> one)
    {
        try
        {
            await Write([one]);
        }
        catch (Exception exception)
        {
            Failed([one], exception);
        }
    }

    private async Task Write(Gathered<PartitionCommit, bool>[] asked)
    {
        CommitBatch? batch = null;
        try
        {
            var commits = Array.ConvertAll(asked, static one => one.Request);
            foreach (var commit in commits)
            {
                await _months.Ensure(commit.Archive, CancellationToken.None);
            }

            batch = _batches.TryTake(out var used) ? used : await CommitBatch.Open(_source, CancellationToken.None);
            await batch.Write(commits, _copyFrom, CancellationToken.None);
            batch.Clear();
            _batches.Add(batch);
        }
        catch when (batch is not null)
        {
            await batch.DisposeAsync();
            throw;
        }

        Array.ForEach(asked, static one => one.Answer.TrySetResult(true));
    }

    private void Failed(Gathered<PartitionCommit, bool>[] asked, Exception exception)
    {
        if (exception is PostgresException { SqlState: PostgresErrorCodes.CheckViolation })
        {
            _months.Forget(); // a month's table was dropped meanwhile: the repeat makes it again
        }

        foreach (var one in asked)
        {
            if (exception is PostgresException { SqlState: NotTheOwner })
            {
                one.Answer.TrySetResult(false);
                continue;
            }

            one.Answer.TrySetException(new CommitUnknownException(
                $"The commit of partition {one.Request.Partition} after number {one.Request.ExpectedNumber} failed or its outcome is unknown.", exception));
        }
    }
}
