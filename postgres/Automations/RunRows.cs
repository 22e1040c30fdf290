using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Automations;

/// <summary>Runs that started in this commit, whether they have ended or not. An automation deleted and made anew counts its runs from 1 again.</summary>
internal sealed class RunRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _automation;
    private readonly Column<string> _customer;
    private readonly Column<long> _run;
    private readonly Column<int> _version;
    private readonly Column<long> _startedAt;
    private readonly Column<long?> _endedAt;
    private readonly Column<short> _ended;

    public RunRows() : base("""
        insert into crm.automation_runs (partition, store, automation, customer, run, version, started_at, ended_at, ended)
        select t.* from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9) t
        on conflict (store, automation, customer, run) do update
        set partition = excluded.partition, version = excluded.version, started_at = excluded.started_at, ended_at = excluded.ended_at, ended = excluded.ended
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _automation = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _run = Column<long>(NpgsqlDbType.Bigint);
        _version = Column<int>(NpgsqlDbType.Integer);
        _startedAt = Column<long>(NpgsqlDbType.Bigint);
        _endedAt = Column<long?>(NpgsqlDbType.Bigint);
        _ended = Column<short>(NpgsqlDbType.Smallint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, automation, customer, run), row) in commit.Runs)
        {
            if (row.StartedAt is { } startedAt)
            {
                _partition.Add(commit.Partition);
                _store.Add(store);
                _automation.Add(automation);
                _customer.Add(customer);
                _run.Add(run);
                _version.Add(row.Version);
                _startedAt.Add(startedAt.Milliseconds);
                _endedAt.Add(row.EndedAt?.Milliseconds);
                _ended.Add((short)row.End);
            }
        }
    }
}

/// <summary>Runs that started earlier and ended in this commit: their rows are there. Written as a conflict all the same, for an update is planned without statistics by whichever index.</summary>
internal sealed class EndedRunRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<string> _automation;
    private readonly Column<string> _customer;
    private readonly Column<long> _run;
    private readonly Column<int> _version;
    private readonly Column<long> _endedAt;
    private readonly Column<short> _ended;

    public EndedRunRows() : base("""
        insert into crm.automation_runs as r (partition, store, automation, customer, run, version, started_at, ended_at, ended)
        select t.partition, t.store, t.automation, t.customer, t.run, t.version, t.ended_at, t.ended_at, t.ended
        from unnest($1, $2, $3, $4, $5, $6, $7, $8) t (partition, store, automation, customer, run, version, ended_at, ended)
        on conflict (store, automation, customer, run) do update set version = excluded.version, ended_at = excluded.ended_at, ended = excluded.ended
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _automation = Column<string>(NpgsqlDbType.Text);
        _customer = Column<string>(NpgsqlDbType.Text);
        _run = Column<long>(NpgsqlDbType.Bigint);
        _version = Column<int>(NpgsqlDbType.Integer);
        _endedAt = Column<long>(NpgsqlDbType.Bigint);
        _ended = Column<short>(NpgsqlDbType.Smallint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var ((store, automation, customer, run), row) in commit.Runs)
        {
            if (row is { StartedAt: null, EndedAt: { } endedAt })
            {
                _partition.Add(commit.Partition);
                _store.Add(store);
                _automation.Add(automation);
                _customer.Add(customer);
                _run.Add(run);
                _version.Add(row.Version);
                _endedAt.Add(endedAt.Milliseconds);
                _ended.Add((short)row.End);
            }
        }
    }
}
