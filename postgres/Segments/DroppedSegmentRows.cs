using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Segments;

/// <summary>Members and count of segments that are no more, in this partition. Before the commit's own memberships and counts, which may be of a segment made anew.</summary>
internal sealed class DroppedSegmentRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _segment;

    public DroppedSegmentRows() : base("""
        with dropped as (select * from unnest($1, $2, $3) t (partition, store, segment)),
        counts as (delete from crm.segment_counts c using dropped d where c.store = d.store and c.segment = d.segment and c.partition = d.partition)
        delete from crm.memberships m using dropped d where m.store = d.store and m.segment = d.segment and m.partition = d.partition
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (store, segment) in commit.DroppedSegments)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _segment.Add(segment);
        }
    }
}
