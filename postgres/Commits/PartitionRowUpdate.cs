using System.Collections.Immutable;
using Crm.Ingest.Commits;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Commits;

/// <summary>Locks and moves a partition's row; first of all statements, so that a zombie's transaction ends before it writes anything.</summary>
internal sealed class PartitionRowUpdate
{
    private readonly NpgsqlBatchCommand _command = new("select crm.advance_partition($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)");
    private readonly NpgsqlParameter<int> _partition;
    private readonly NpgsqlParameter<long> _epoch;
    private readonly NpgsqlParameter<long> _expected;
    private readonly NpgsqlParameter<long> _durable;
    private readonly NpgsqlParameter<long> _woken;
    private readonly NpgsqlParameter<string> _key;
    private readonly NpgsqlParameter<long> _replay;
    private readonly NpgsqlParameter<string> _stores;
    private readonly NpgsqlParameter<long> _nextFeedNumber;
    private readonly NpgsqlParameter<ImmutableArray<long>> _forwards;
    private readonly NpgsqlParameter<ImmutableArray<long>> _marks;
    private readonly NpgsqlParameter<ImmutableArray<long>> _replayMarks;

    public PartitionRowUpdate()
    {
        _partition = Scalar<int>(NpgsqlDbType.Integer);
        _epoch = Scalar<long>(NpgsqlDbType.Bigint);
        _expected = Scalar<long>(NpgsqlDbType.Bigint);
        _durable = Scalar<long>(NpgsqlDbType.Bigint);
        _woken = Scalar<long>(NpgsqlDbType.Bigint);
        _key = Scalar<string>(NpgsqlDbType.Text);
        _replay = Scalar<long>(NpgsqlDbType.Bigint);
        _stores = Scalar<string>(NpgsqlDbType.Jsonb);
        _nextFeedNumber = Scalar<long>(NpgsqlDbType.Bigint);
        _forwards = Scalar<ImmutableArray<long>>(NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        _replayMarks = Scalar<ImmutableArray<long>>(NpgsqlDbType.Array | NpgsqlDbType.Bigint);
        _marks = Scalar<ImmutableArray<long>>(NpgsqlDbType.Array | NpgsqlDbType.Bigint);
    }

    public NpgsqlBatchCommand For(PartitionCommit commit)
    {
        _partition.TypedValue = commit.Partition;
        _epoch.TypedValue = commit.Epoch;
        _expected.TypedValue = commit.ExpectedNumber;
        _durable.TypedValue = commit.Durable.Offset;
        _woken.TypedValue = commit.Durable.Woken.Milliseconds;
        _key.TypedValue = commit.Durable.Key;
        _replay.TypedValue = commit.Replay.Offset;
        _stores.TypedValue = StoreContexts.Write(commit.Replay.Stores);
        _nextFeedNumber.TypedValue = commit.NextFeedNumber;
        _forwards.TypedValue = commit.ForwardNumbers;
        _replayMarks.TypedValue = commit.Replay.Marks;
        _marks.TypedValue = commit.Marks;
        return _command;
    }

    private NpgsqlParameter<T> Scalar<T>(NpgsqlDbType type)
    {
        var parameter = new NpgsqlParameter<T> { NpgsqlDbType = type };
        _command.Parameters.Add(parameter);
        return parameter;
    }
}
