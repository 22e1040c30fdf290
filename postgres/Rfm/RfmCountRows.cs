using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Rfm;

/// <summary>What is added to the numbers of customers in the RFM cells, in this partition.</summary>
internal sealed class RfmCountRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<short> _r;
    private readonly Column<short> _f;
    private readonly Column<short> _m;
    private readonly Column<long> _customers;

    public RfmCountRows() : base("""
        insert into crm.rfm_counts as c (partition, store, r, f, m, customers)
        select t.* from unnest($1, $2, $3, $4, $5, $6) t
        on conflict (store, partition, r, f, m) do update set customers = c.customers + excluded.customers
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _r = Column<short>(NpgsqlDbType.Smallint);
        _f = Column<short>(NpgsqlDbType.Smallint);
        _m = Column<short>(NpgsqlDbType.Smallint);
        _customers = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, scores), customers) in commit.RfmCounts)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _r.Add(scores.R);
            _f.Add(scores.F);
            _m.Add(scores.M);
            _customers.Add(customers);
        }
    }
}
