using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Feed;

/// <summary>Entries of the change feed.</summary>
internal sealed class FeedRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<long> _number;
    private readonly Column<string> _store;
    private readonly Column<string> _segment;
    private readonly Column<string> _customer;
    private readonly Column<short> _change;
    private readonly Column<int> _version;
    private readonly Column<long> _sequence;
    private readonly Column<long> _at;
    private readonly Column<long?> _eventAt;
    private readonly Column<long> _recordedAt;
    private readonly Column<short> _cause;
    private readonly Column<long> _offset;
    private readonly Column<string?> _into;

    public FeedRows() : base("""
        insert into crm.feed (partition, number, store, segment, customer, change, version, sequence, at, event_at, recorded_at, cause, log_offset, into_customer)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) t
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _number = Column<long>(NpgsqlDbType.Bigint);
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _change = Column<short>(NpgsqlDbType.Smallint);
        _version = Column<int>(NpgsqlDbType.Integer);
        _sequence = Column<long>(NpgsqlDbType.Bigint);
        _at = Column<long>(NpgsqlDbType.Bigint);
        _eventAt = Column<long?>(NpgsqlDbType.Bigint);
        _recordedAt = Column<long>(NpgsqlDbType.Bigint);
        _cause = Column<short>(NpgsqlDbType.Smallint);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _into = Column<string?>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.Feed)
        {
            _partition.Add(commit.Partition);
            _number.Add(row.Number);
            _store.Add(row.Store);
            _segment.Add(row.Segment);
            _customer.Add(row.Customer);
            _change.Add((short)row.Change);
            _version.Add(row.Version);
            _sequence.Add(row.Sequence);
            _at.Add(row.At.Milliseconds);
            _eventAt.Add(row.EventAt?.Milliseconds);
            _recordedAt.Add(row.RecordedAt.Milliseconds);
            _cause.Add((short)row.Cause);
            _offset.Add(row.Offset);
            _into.Add(row.Into);
        }
    }
}
