using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Archive;

/// <summary>Events that did not count, where the log keeps those that did.</summary>
internal sealed class UncountedRows : CommitRows
{
    private readonly NpgsqlParameter<int> _partition;
    private readonly Column<long> _offset;

    public UncountedRows() : base("insert into crm.uncounted (partition, log_offset) select $1, t.* from unnest($2) t")
    {
        _partition = Scalar<int>(NpgsqlDbType.Integer);
        _offset = Column<long>(NpgsqlDbType.Bigint);
    }

    public override bool Fill(PartitionCommit commit)
    {
        _partition.TypedValue = commit.Partition;
        commit.Uncounted.ForEach(_offset.Add);
        return commit.Uncounted.Count > 0;
    }
}
