using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Live;

/// <summary>What is added to the figures of the store's days, in this partition.</summary>
internal sealed class DayRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<DateOnly> _day;
    private readonly Column<long> _orders;
    private readonly Column<decimal> _revenue;
    private readonly Column<long> _cancelled;
    private readonly Column<decimal> _refunded;

    public DayRows() : base("""
        insert into crm.days as d (partition, store, day, orders, revenue, cancelled, refunded)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7) t
        on conflict (store, day, partition) do update set
          orders = d.orders + excluded.orders, revenue = d.revenue + excluded.revenue,
          cancelled = d.cancelled + excluded.cancelled, refunded = d.refunded + excluded.refunded
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _day = Column<DateOnly>(NpgsqlDbType.Date);
        _orders = Column<long>(NpgsqlDbType.Bigint);
        _revenue = Column<decimal>(NpgsqlDbType.Numeric);
        _cancelled = Column<long>(NpgsqlDbType.Bigint);
        _refunded = Column<decimal>(NpgsqlDbType.Numeric);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, day), row) in commit.Days)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _day.Add(day);
            _orders.Add(row.Orders);
            _revenue.Add(row.Revenue);
            _cancelled.Add(row.Cancelled);
            _refunded.Add(row.Refunded);
        }
    }
}
