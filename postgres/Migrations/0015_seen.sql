-- The names of events and properties that a store's events have, for suggestions; names only, never a value. Events are counted exactly,
-- properties by samples. Type and kind are the program's numbers; path is empty for the event itself.

create table crm.seen (
  store text collate "C" not null,
  partition integer not null,
  type smallint not null,
  event text collate "C" not null,
  path text collate "C" not null,
  kind smallint not null,
  count bigint not null,
  last_at bigint not null,
  primary key (store, partition, type, event, path, kind)
) with (fillfactor = 50);

-- Nearly always all rows are known: then it is one update by the key. A new one comes in while there is room: so many events in a store's
-- partition, so many properties of one event.
create function crm.add_seen(
  partitions integer[], stores text[], types smallint[], events text[], paths text[], kinds smallint[], counts bigint[], instants bigint[], most_events integer, most_paths integer)
returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  known bigint;
begin
  update crm.seen s
  set count = s.count + a.count, last_at = greatest(s.last_at, a.last_at)
  from unnest(partitions, stores, types, events, paths, kinds, counts, instants) a (partition, store, type, event, path, kind, count, last_at)
  where s.store = a.store and s.partition = a.partition and s.type = a.type and s.event = a.event and s.path = a.path and s.kind = a.kind;
  get diagnostics known = row_count;
  if known = cardinality(partitions) then
    return;
  end if;
  insert into crm.seen (store, partition, type, event, path, kind, count, last_at)
  select a.store, a.partition, a.type, a.event, a.path, a.kind, a.count, a.last_at
  from unnest(partitions, stores, types, events, paths, kinds, counts, instants) a (partition, store, type, event, path, kind, count, last_at)
  where case when a.path = ''
    then (select count(*) from crm.seen s where s.store = a.store and s.partition = a.partition and s.path = '') < most_events
    else (select count(*) from crm.seen s where s.store = a.store and s.partition = a.partition and s.type = a.type and s.event = a.event and s.path <> '') < most_paths
      and (exists (select from crm.seen s where s.store = a.store and s.partition = a.partition and s.type = a.type and s.event = a.event and s.path = '')
        or (select count(*) from crm.seen s where s.store = a.store and s.partition = a.partition and s.path = '') < most_events)
    end
  on conflict do nothing;
end $$;
