using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Automations;

/// <summary>Actions that are due, in the order in which they came about: a customer's are executed in it.</summary>
internal sealed class OutboxRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _key;
    private readonly Column<string> _store;
    private readonly Column<string> _automation;
    private readonly Column<string> _customer;
    private readonly Column<int> _version;
    private readonly Column<long> _run;
    private readonly Column<string> _step;
    private readonly Column<long> _at;
    private readonly Column<long> _recordedAt;
    private readonly Column<long> _offset;
    private readonly Column<ReadOnlyMemory<byte>?> _document;
    private readonly Column<string?> _traceParent;

    public OutboxRows() : base("""
        insert into crm.outbox (partition, key, store, automation, customer, version, run, step, at, recorded_at, log_offset, document, traceparent, due_at)
        select t.*, t.recorded_at from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
          t (partition, key, store, automation, customer, version, run, step, at, recorded_at, log_offset, document, traceparent)
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _key = Column<string>(NpgsqlDbType.Text);
        _store = Column<string>(NpgsqlDbType.Text);
        _automation = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _version = Column<int>(NpgsqlDbType.Integer);
        _run = Column<long>(NpgsqlDbType.Bigint);
        _step = Column<string>(NpgsqlDbType.Text);
        _at = Column<long>(NpgsqlDbType.Bigint);
        _recordedAt = Column<long>(NpgsqlDbType.Bigint);
        _offset = Column<long>(NpgsqlDbType.Bigint);
        _document = Column<ReadOnlyMemory<byte>?>(NpgsqlDbType.Bytea);
        _traceParent = Column<string?>(NpgsqlDbType.Text);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var row in commit.Actions)
        {
            _partition.Add(commit.Partition);
            _key.Add(row.Key);
            _store.Add(row.Store);
            _automation.Add(row.Automation);
            _customer.Add(row.Customer);
            _version.Add(row.Version);
            _run.Add(row.Run);
            _step.Add(row.Step);
            _at.Add(row.At.Milliseconds);
            _recordedAt.Add(row.RecordedAt.Milliseconds);
            _offset.Add(row.Offset);
            _document.Add(row.Document.IsEmpty ? null : row.Document);
            _traceParent.Add(row.TraceParent);
        }
    }
}
