using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Automations;
using Crm.Postgres.DeadLetters;
using Crm.Postgres.Feed;
using Crm.Postgres.Forwarding;
using Crm.Postgres.Live;
using Crm.Postgres.Privacy;
using Crm.Postgres.Rfm;
using Crm.Postgres.Seen;
using Crm.Postgres.Segments;
using Crm.Postgres.Snapshots;
using Npgsql;

namespace Crm.Postgres.Commits;

/// <summary>
/// A connection and the statements of a transaction with their parameters, kept for the next one; one at a time, and none
/// after one that failed. They stay together, for the driver takes a statement prepared on one connection for prepared on another.
/// </summary>
internal sealed class CommitBatch : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlBatch _batch;
    private readonly List<PartitionRowUpdate> _partitions = []; // as many as ever shared a transaction
    private readonly ArchiveRows _archive = new();

    // In the order in which they are sent.
    private readonly CommitRows[] _rows =
    [
        new DeletedNoteRows(), new DeadLetterRows(), new UncountedRows(), new FeedRows(), new MergeRows(), new DroppedSegmentRows(), new MembershipRows(), new FormerMembershipRows(),
        new SegmentCountRows(), new RfmCountRows(), new SeenRows(), new DayRows(), new ActivityRows(), new RunRows(), new EndedRunRows(), new OutboxRows(), new ForwardRows(), new ForwardedRows(), new SnapshotRows(), new TombstoneRows(),
    ];

    private CommitBatch(NpgsqlConnection connection)
    {
        _connection = connection;
        _batch = new(connection);
    }

    public static async Task<CommitBatch> Open(NpgsqlDataSource source, CancellationToken cancellationToken) =>
        new(await source.OpenConnectionAsync(cancellationToken));

    /// <summary>
    /// One transaction. Mostly one round trip: what is sent up to a sync is one transaction, and an error in it leaves nothing. With many
    /// archive rows: the partitions' rows are locked, the archive is copied, then comes all else.
    /// </summary>
    /// <param name="commits">In the order of their partitions, in which all lock them.</param>
    public async Task Write(IReadOnlyList<PartitionCommit> commits, int copyFrom, CancellationToken cancellationToken)
    {
        AddPartitions(commits);
        if (commits.Sum(static commit => commit.Archive.Count) is var archived && (archived == 0 || archived < copyFrom))
        {
            Add(_archive, commits);
            AddRest(commits);
            await Send(cancellationToken);
            return;
        }

        await using var transaction = await _connection.BeginTransactionAsync(cancellationToken);
        await Send(cancellationToken);
        await ArchiveCopy.Write(_connection, commits, cancellationToken);
        _batch.BatchCommands.Clear();
        AddRest(commits);
        if (_batch.BatchCommands.Count > 0)
        {
            await Send(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public void Clear()
    {
        _batch.BatchCommands.Clear();
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

    private void AddPartitions(IReadOnlyList<PartitionCommit> commits)
    {
        for (var i = 0; i < commits.Count; i++)
        {
            if (i == _partitions.Count)
            {
                _partitions.Add(new());
            }

            _batch.BatchCommands.Add(_partitions[i].For(commits[i]));
        }
    }

    private void AddRest(IReadOnlyList<PartitionCommit> commits)
    {
        foreach (var rows in _rows)
        {
            Add(rows, commits);
        }
    }

    private void Add(CommitRows rows, IReadOnlyList<PartitionCommit> commits)
    {
        foreach (var commit in commits)
        {
            rows.Fill(commit);
        }

        if (rows.Any)
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
