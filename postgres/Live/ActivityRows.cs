using Crm.Ingest.Commits;
using Crm.Postgres.Commits;
using NpgsqlTypes;

namespace Crm.Postgres.Live;

/// <summary>What is added to how much a store's partition has made visible. By the database's clock, which all processes share.</summary>
internal sealed class ActivityRows : CommitRows
{
    private readonly Column<int> _partition;
    private readonly Column<string> _store;
    private readonly Column<long> _events;
    private readonly Column<long> _changes;

    public ActivityRows() : base($"""
        insert into crm.activity as a (store, partition, events, changes, last_at, spell, spell_events, spell_changes, before_events, before_changes)
        select t.store, t.partition, t.events, t.changes, case when t.events > 0 then n.ms end, n.ms / {ActivityReader.Spell}, t.events, t.changes, 0, 0
        from unnest($1, $2, $3, $4) t (partition, store, events, changes), (select (extract(epoch from clock_timestamp()) * 1000)::bigint as ms) n
        on conflict (store, partition) do update set
          events = a.events + excluded.events, changes = a.changes + excluded.changes, last_at = coalesce(excluded.last_at, a.last_at),
          spell = excluded.spell,
          spell_events = excluded.events + case a.spell when excluded.spell then a.spell_events else 0 end,
          spell_changes = excluded.changes + case a.spell when excluded.spell then a.spell_changes else 0 end,
          before_events = case a.spell when excluded.spell then a.before_events when excluded.spell - 1 then a.spell_events else 0 end,
          before_changes = case a.spell when excluded.spell then a.before_changes when excluded.spell - 1 then a.spell_changes else 0 end
        """)
    {
        _partition = Column<int>(NpgsqlDbType.Integer);
        _store = Column<string>(NpgsqlDbType.Text);
        _events = Column<long>(NpgsqlDbType.Bigint);
        _changes = Column<long>(NpgsqlDbType.Bigint);
    }

    public override void Fill(PartitionCommit commit)
    {
        foreach (var (store, row) in commit.Activity)
        {
            _partition.Add(commit.Partition);
            _store.Add(store);
            _events.Add(row.Events);
            _changes.Add(row.Changes);
        }
    }
}
