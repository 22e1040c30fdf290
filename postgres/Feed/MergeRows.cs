using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Feed;

/// <summary>Merges, which an undoing looks up: the feed forgets them.</summary>
internal sealed class MergeRows : CommitRows
{
    private readonly Column<string> _store;
    private readonly Column<string> _customer;
    private readonly Column<long> _offset;
    private readonly Column<string> _into;

    public MergeRows() : base("""
        insert into crm.merges (store, customer, log_offset, into_customer)
        select t.* from unnest($1, $2, $3, $4) t
        """)
    {
        _store = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _into = Column<string>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.Feed)
        {
            if (row.Change == FeedChange.Merged)
            {
                _store.Add(row.Store);
                _customer.Add(row.Customer);
                _offset.Add(row.Offset);
                _into.Add(row.Into!);
            }
        }
    }
}
