using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Forwarding;

/// <summary>Events on their way to another partition.</summary>
internal sealed class ForwardRows : CommitRows
{
    private readonly Column<int> _source;
    private readonly Column<int> _target;
    private readonly Column<long> _number;
    private readonly Column<string> _key;
    private readonly Column<long> _appendedAt;
    private readonly Column<ReadOnlyMemory<byte>> _payload;
    private readonly Column<string?> _traceParent;

    public ForwardRows() : base("""
        insert into crm.forwards (source, target, number, key, appended_at, payload, traceparent)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7) t
        """)
    {
        _source = Column<int>(NpgsqlDbType.Integer);
        _target = Column<int>(NpgsqlDbType.Integer);
        _number = Column<long>(NpgsqlDbType.Bigint);
        _key = Column<string>(NpgsqlDbType.Text);
        _appendedAt = Column<long>(NpgsqlDbType.Bigint);
        _payload = Column<ReadOnlyMemory<byte>>(NpgsqlDbType.Bytea);
        _traceParent = Column<string?>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.Forwards)
        {
            _source.Add(commit.Partition);
            _target.Add(row.Target);
            _number.Add(row.Number);
            _key.Add(row.Key);
            _appendedAt.Add(row.AppendedAt.Milliseconds);
            _payload.Add(row.Payload);
            _traceParent.Add(row.TraceParent);
        }
    }
}

/// <summary>Those that stand in their home's log go.</summary>
internal sealed class ForwardedRows : CommitRows
{
    private readonly Column<int> _source;
    private readonly Column<int> _target;
    private readonly Column<long> _through;

    public ForwardedRows() : base("""
        delete from crm.forwards f using unnest($1, $2, $3) d (source, target, through)
        where f.source = d.source and f.target = d.target and f.number <= d.through
        """)
    {
        _source = Column<int>(NpgsqlDbType.Integer);
        _target = Column<int>(NpgsqlDbType.Integer);
        _through = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (target, through) in commit.Forwarded)
        {
            _source.Add(commit.Partition);
            _target.Add(target);
            _through.Add(through);
        }
    }
}
