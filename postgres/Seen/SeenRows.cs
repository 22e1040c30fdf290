using Crm.Core.Seen;
using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Seen;

/// <summary>What is added to how often names were seen in this partition.</summary>
internal sealed class SeenRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<short> _type;
    private readonly Column<string> _event;
    private readonly Column<string> _path;
    private readonly Column<short> _kind;
    private readonly Column<long> _count;
    private readonly Column<long> _lastAt;

    public SeenRows() : base($"select crm.add_seen($1, $2, $3, $4, $5, $6, $7, $8, {SeenLimits.Events}, {SeenLimits.Paths})")
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _type = Column<short>(NpgsqlDbType.Smallint);
        _event = Column<string>(NpgsqlDbType.Text);
        _path = Column<string>(NpgsqlDbType.Text);
        _kind = Column<short>(NpgsqlDbType.Smallint);
        _count = Column<long>(NpgsqlDbType.Bigint);
        _lastAt = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, key), row) in commit.Seen)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _type.Add((short)key.Type);
            _event.Add(key.Event);
            _path.Add(key.Path);
            _kind.Add((short)key.Kind);
            _count.Add(row.Count);
            _lastAt.Add(row.LastAt.Milliseconds);
        }
    }
}
