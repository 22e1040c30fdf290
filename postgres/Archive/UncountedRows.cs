using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Archive;

/// <summary>Events that did not count, where the log keeps those that did.</summary>
internal sealed class UncountedRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<long> _offset;

    public UncountedRows() : base("insert into crm.uncounted (partition, log_offset) select t.* from unnest($1, $2) t")
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _offset = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var offset in commit.Uncounted)
        {
            _partition.Add(commit.Partition);
            _offset.Add(offset);
        }
    }
}
