using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Automations;
using Crm.Postgres.DeadLetters;
using Crm.Postgres.Feed;
using Crm.Postgres.Forwarding;
using Crm.Postgres.Rfm;
using Crm.Postgres.Segments;
using Crm.Postgres.Snapshots;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>
/// A connection and the statements of a commit with their parameters, kept for the next commit; one at a time, and none
/// after one that failed. They stay together, for the driver takes a statement prepared on one connection for prepared on another.
/// </summary>
internal sealed class CommitBatch : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private readonly PartitionRowUpdate _row = new();
    private readonly ArchiveRows _archive = new();

    // In the order in which they are sent.
    private readonly CommitRows[] _rows =
    [
        new DeadLetterRows(), new UncountedRows(), new FeedRows(), new DroppedSegmentRows(), new MembershipRows(), new FormerMembershipRows(),
        new SegmentCountRows(), new RfmCountRows(), new RunRows(), new EndedRunRows(), new OutboxRows(), new ForwardRows(), new ForwardedRows(), new SnapshotRows(),
    ];

    private CommitBatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _batch = new(connection);
    }

    public static async Task<CommitBatch> Open(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new(await source.OpenConnectionAsync(cancellationToken));

    /// <summary>One round trip: what is sent up to a sync is one transaction, and an error in it leaves nothing.</summary>
    public Task Write(PartitionCommit commit, CancellationToken cancellationToken)
    {
        Add(_row, commit);
        Add(_archive, commit);
        AddRest(commit);
        return Send(cancellationToken);
    }

    /// <summary>With many archive rows: the row is locked, they are copied, then comes all else.</summary>
    public async Task WriteWithCopy(PartitionCommit commit, CancellationToken cancellationToken)
    {
        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        Add(_row, commit);
        await Send(cancellationToken);
        await ArchiveCopy.Write(_connection, commit, cancellationToken);
        _batch.BatchCommands.Clear();
        AddRest(commit);
        if (_batch.BatchCommands.Count > 0)
        {
            await Send(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public void Clear()
    {
        _batch.BatchCommands.Clear();
        _row.Clear();
        _archive.Clear();
        foreach (var rows in _rows)
        {
            rows.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _batch.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private void AddRest(PartitionCommit commit)
    {
        foreach (var rows in _rows)
        {
            Add(rows, commit);
        }
    }

    private void Add(CommitRows rows, PartitionCommit commit)
    {
        if (rows.Fill(commit))
        {
            _batch.BatchCommands.Add(rows.Command);
        }
    }

    // Prepared by name, once a connection; not by the driver's guess, for queries that are better planned each time share the pool.
    private async Task Send(CancellationToken cancellationToken)
    {
        await _batch.PrepareAsync(cancellationToken);
        await _batch.ExecuteNonQueryAsync(cancellationToken);
    }
}
