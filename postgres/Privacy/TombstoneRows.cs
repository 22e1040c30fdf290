using Crm.Core.Customers;
using Crm.Ingest.Commits;
using Crm.Postgres.Archive;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Privacy;

/// <summary>Erased customers: their states leave the table of snapshots, and the id with them.</summary>
internal sealed class TombstoneRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<ReadOnlyMemory<char>> _store;
    private readonly Column<ReadOnlyMemory<char>> _customer;
    private readonly Column<long> _offset;
    private readonly Column<long> _woken;
    private readonly Column<int> _definitions;
    private readonly Column<ReadOnlyMemory<byte>> _state;

    public TombstoneRows() : base("select crm.bury($1, $2, $3, $4, $5, $6, $7)")
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _customer = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _woken = Column<long>(NpgsqlDbType.Bigint);
        _definitions = Column<int>(NpgsqlDbType.Integer);
        _state = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (key, snapshot) in commit.Snapshots)
        {
            if (snapshot.Erased)
            {
                var (store, customer) = ArchiveRows.Split(new CustomerKey(key));
                _partition.Add(commit.Partition);
                _store.Add(store);
                _customer.Add(customer);
                _offset.Add(snapshot.Position.Offset);
                _woken.Add(snapshot.Position.WokenThrough.Milliseconds);
                _definitions.Add(snapshot.Definitions);
                _state.Add(snapshot.State);
            }
        }
    }
}
