using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using Npgsql;
using NpgsqlTypes;

namespace Crm.Postgres.Segments;

/// <summary>What is added to the segments' counts in this partition.</summary>
internal sealed class SegmentCountRows : CommitRows
{
    private readonly NpgsqlParameter<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _segment;
    private readonly Column<long> _members;

    public SegmentCountRows() : base("""
        insert into crm.segment_counts as c (partition, store, segment, members)
        select $1, t.* from unnest($2, $3, $4) t
        on conflict (store, segment, partition) do update set members = c.members + excluded.members
        """)
    {
        _partition = Scalar<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
        _members = Column<long>(NpgsqlDbType.Bigint);
    }

    public override bool Fill(PartitionCommit commit)
    {
        _partition.TypedValue = commit.Partition;
        foreach (var ((store, segment), members) in commit.SegmentCounts)
        {
            _store.Add(store);
            _segment.Add(segment);
            _members.Add(members);
        }

        return commit.SegmentCounts.Count > 0;
    }
}
