using Crm.Core.Customers;
using Crm.Core.Time;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Snapshots;

/// <summary>Customers' states with the columns that they are found by. An older position never takes a newer one's place.</summary>
internal sealed class SnapshotRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<ReadOnlyMemory<char>> _store;
    private readonly Column<ReadOnlyMemory<char>> _customer;
    private readonly Column<long> _offset;
    private readonly Column<long> _woken;
    private readonly Column<int> _definitions;
    private readonly Column<long?> _nextWakeup;
    private readonly Column<ReadOnlyMemory<byte>> _state;
    private readonly Column<string?> _email;
    private readonly Column<string?> _phone;
    private readonly Column<string?> _country;
    private readonly Column<int> _orders;
    private readonly Column<decimal> _revenue;
    private readonly Column<decimal> _refunded;
    private readonly Column<long?> _firstSeen;
    private readonly Column<long?> _lastSeen;
    private readonly Column<long?> _lastOrder;
    private readonly Column<short> _r;
    private readonly Column<short> _f;
    private readonly Column<short> _m;
    private readonly Column<string?> _account;
    private readonly Column<string?> _accountName;
    private readonly Column<string?> _accountType;
    private readonly Column<long?> _accountAt;

    public SnapshotRows() : base("""
        insert into crm.snapshots as s (updated_at, partition, store, customer, position_offset, position_woken, definitions, next_wakeup, state,
          email, phone, country, orders, revenue, refunded, first_seen, last_seen, last_order, r, f, m,
          account, account_name, account_type, account_at)
        select (extract(epoch from now()) * 1000)::bigint, t.*
        from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24) t
        on conflict (store, customer) do update
        set partition = excluded.partition, updated_at = excluded.updated_at, position_offset = excluded.position_offset,
          position_woken = excluded.position_woken, definitions = excluded.definitions, next_wakeup = excluded.next_wakeup, state = excluded.state,
          email = excluded.email, phone = excluded.phone, country = excluded.country, orders = excluded.orders, revenue = excluded.revenue,
          refunded = excluded.refunded, first_seen = excluded.first_seen, last_seen = excluded.last_seen, last_order = excluded.last_order,
          r = excluded.r, f = excluded.f, m = excluded.m,
          account = excluded.account, account_name = excluded.account_name, account_type = excluded.account_type, account_at = excluded.account_at
        where (s.position_offset, s.position_woken) <= (excluded.position_offset, excluded.position_woken)
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _customer = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _woken = Column<long>(NpgsqlDbType.Bigint);
        _definitions = Column<int>(NpgsqlDbType.Integer);
        _nextWakeup = Column<long?>(NpgsqlDbType.Bigint);
        _state = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
        _email = Column<string?>(NpgsqlDbType.Text);
        _phone = Column<string?>(NpgsqlDbType.Text);
        _country = Column<string?>(NpgsqlDbType.Text);
        _orders = Column<int>(NpgsqlDbType.Integer);
        _revenue = Column<decimal>(NpgsqlDbType.Numeric);
        _refunded = Column<decimal>(NpgsqlDbType.Numeric);
        _firstSeen = Column<long?>(NpgsqlDbType.Bigint);
        _lastSeen = Column<long?>(NpgsqlDbType.Bigint);
        _lastOrder = Column<long?>(NpgsqlDbType.Bigint);
        _r = Column<short>(NpgsqlDbType.Smallint);
        _f = Column<short>(NpgsqlDbType.Smallint);
        _m = Column<short>(NpgsqlDbType.Smallint);
        _account = Column<string?>(NpgsqlDbType.Text);
        _accountName = Column<string?>(NpgsqlDbType.Text);
        _accountType = Column<string?>(NpgsqlDbType.Text);
        _accountAt = Column<long?>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (key, snapshot) in commit.Snapshots)
        {
            if (snapshot.Erased)
            {
                continue;
            }

            var (store, customer) = ArchiveRows.Split(new CustomerKey(key));
            _partition.Add(commit.Partition);
            _store.Add(store);
            _customer.Add(customer);
            _offset.Add(snapshot.Position.Offset);
            _woken.Add(snapshot.Position.WokenThrough.Milliseconds);
            _definitions.Add(snapshot.Definitions);
            _nextWakeup.Add(snapshot.NextWake == Instant.Never ? null : snapshot.NextWake.Milliseconds);
            _state.Add(snapshot.State);
            Add(snapshot.Columns);
        }
    }

    private void Add(CustomerColumns columns)
    {
        _email.Add(Storable(columns.Email));
        _phone.Add(Storable(columns.Phone));
        _country.Add(Storable(columns.Country));
        _orders.Add(columns.Orders);
        _revenue.Add(columns.Revenue);
        _refunded.Add(columns.Refunded);
        _firstSeen.Add(columns.FirstSeen?.Milliseconds);
        _lastSeen.Add(columns.LastSeen?.Milliseconds);
        _lastOrder.Add(columns.LastOrder?.Milliseconds);
        _r.Add(columns.R);
        _f.Add(columns.F);
        _m.Add(columns.M);
        _account.Add(Storable(columns.Account?.Id));
        _accountName.Add(Storable(columns.Account?.Name));
        _accountType.Add(Storable(columns.Account?.Type));
        _accountAt.Add(columns.Account?.At?.Milliseconds);
    }

    private static string? Storable(string? text) => text is null ? null : Texts.Storable(text);
}
