using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Segments;

/// <summary>Customers who are members of a segment once the commit is done.</summary>
internal sealed class MembershipRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _segment;
    private readonly Column<string> _customer;
    private readonly Column<long> _since;
    private readonly Column<int> _version;
    private readonly Column<long> _feedNumber;

    public MembershipRows() : base("""
        insert into crm.memberships (partition, store, segment, customer, since, version, feed_number)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7) t
        on conflict (store, segment, customer) do update
        set partition = excluded.partition, since = excluded.since, version = excluded.version, feed_number = excluded.feed_number
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _since = Column<long>(NpgsqlDbType.Bigint);
        _version = Column<int>(NpgsqlDbType.Integer);
        _feedNumber = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, segment, customer), row) in commit.Memberships)
        {
            if (row.Member)
            {
                _partition.Add(commit.Partition);
                _store.Add(store);
                _segment.Add(segment);
                _customer.Add(customer);
                _since.Add(row.Since.Milliseconds);
                _version.Add(row.Version);
                _feedNumber.Add(row.FeedNumber);
            }
        }
    }
}

/// <summary>Customers who are not, any more.</summary>
internal sealed class FormerMembershipRows : CommitRows
{
    private readonly Column<string> _store;
    private readonly Column<string> _segment;
    private readonly Column<string> _customer;

    public FormerMembershipRows() : base("select crm.remove_memberships($1, $2, $3)")
    {
        _store = Column<string>(NpgsqlDbType.Text);
        _segment = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, segment, customer), row) in commit.Memberships)
        {
            if (!row.Member)
            {
                _store.Add(store);
                _segment.Add(segment);
                _customer.Add(customer);
            }
        }
    }
}
