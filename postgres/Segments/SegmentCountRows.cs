using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Segments;

/// <summary>What is added to the segments' counts in this partition.</summary>
internal sealed class SegmentCountRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _segment;
    private readonly Column<long> _members;

    public SegmentCountRows() : base("""
        insert into crm.segment_counts as c (partition, store, segment, members)
        select t.* from unnest($1, $2, $3, $4) t
        on conflict (store, segment, partition) do update set members = c.members + excluded.members
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
        _members = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, segment), members) in commit.SegmentCounts)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _segment.Add(segment);
            _members.Add(members);
        }
    }
}
