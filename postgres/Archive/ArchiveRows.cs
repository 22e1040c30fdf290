using Crm.Core.Customers;
using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Archive;

/// <summary>The events that counted, as they came.</summary>
internal sealed class ArchiveRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<long> _offset;
    private readonly Column<ReadOnlyMemory<char>> _store;
    private readonly Column<ReadOnlyMemory<char>> _customer;
    private readonly Column<long> _appendedAt;
    private readonly Column<long> _eventAt;
    private readonly Column<long> _receivedAt;
    private readonly Column<short> _type;
    private readonly Column<string> _name;
    private readonly Column<long> _hash;
    private readonly Column<ReadOnlyMemory<byte>> _json;

    public ArchiveRows() : base("""
        insert into crm.archive (partition, log_offset, store, customer, appended_at, event_at, received_at, type, name, message_hash, json)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) t
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _store = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _customer = Column<ReadOnlyMemory<char>>(NpgsqlDbType.Text);
        _appendedAt = Column<long>(NpgsqlDbType.Bigint);
        _eventAt = Column<long>(NpgsqlDbType.Bigint);
        _receivedAt = Column<long>(NpgsqlDbType.Bigint);
        _type = Column<short>(NpgsqlDbType.Smallint);
        _name = Column<string>(NpgsqlDbType.Text);
        _hash = Column<long>(NpgsqlDbType.Bigint);
        _json = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.Archive)
        {
            var (store, customer) = Split(row.Customer);
            _partition.Add(commit.Partition);
            _offset.Add(row.Offset);
            _store.Add(store);
            _customer.Add(customer);
            _appendedAt.Add(row.AppendedAt.Milliseconds);
            _eventAt.Add(row.Event.At.Milliseconds);
            _receivedAt.Add(row.Event.ReceivedAt.Milliseconds);
            _type.Add((short)row.Event.Type);
            _name.Add(Texts.Storable(row.Event.Name));
            _hash.Add(unchecked((long)row.Event.MessageHash));
            _json.Add(row.Event.Kept);
        }
    }

    /// <summary>Store and customer as slices: a commit has thousands of them.</summary>
    public static (ReadOnlyMemory<char> Store, ReadOnlyMemory<char> Customer) Split(CustomerKey key)
    {
        var slash = key.Text.IndexOf('/', StringComparison.Ordinal);
        return (key.Text.AsMemory(0, slash), key.Text.AsMemory(slash + 1));
    }
}
