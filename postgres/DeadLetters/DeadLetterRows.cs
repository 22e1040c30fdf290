using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.DeadLetters;

/// <summary>Records that were refused, whole.</summary>
internal sealed class DeadLetterRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<long> _offset;
    private readonly Column<string> _key;
    private readonly Column<string> _store;
    private readonly Column<long> _appendedAt;
    private readonly Column<string?> _reason;
    private readonly Column<string> _detail;
    private readonly Column<ReadOnlyMemory<byte>> _payload;

    public DeadLetterRows() : base("""
        insert into crm.dead_letters (partition, log_offset, key, store, appended_at, reason, detail, payload)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7, $8) t
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _key = Column<string>(NpgsqlDbType.Text);
        _store = Column<string>(NpgsqlDbType.Text);
        _appendedAt = Column<long>(NpgsqlDbType.Bigint);
        _reason = Column<string?>(NpgsqlDbType.Text);
        _detail = Column<string>(NpgsqlDbType.Text);
        _payload = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.DeadLetters)
        {
            var key = Texts.Storable(row.Key);
            _partition.Add(commit.Partition);
            _offset.Add(row.Offset);
            _key.Add(key);
            _store.Add(key.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? key[..slash] : "");
            _appendedAt.Add(row.AppendedAt.Milliseconds);
            _reason.Add(row.Reason?.ToString());
            _detail.Add(Texts.Storable(row.Detail));
            _payload.Add(row.Payload);
        }
    }
}
