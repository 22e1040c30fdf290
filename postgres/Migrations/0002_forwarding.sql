-- Events that were read in another partition than their customer's home, on their way there.

create table crm.forwards (
  source integer not null,
  target integer not null,
  number bigint not null,
  key text collate "C" not null,
  appended_at bigint not null,
  payload bytea not null,
  primary key (source, target, number)
) with (autovacuum_vacuum_scale_factor = 0.02);

-- By partition from 0, as far as any is above 0: the last number given for each target, as of E; the last one taken from each source, as of S.
alter table crm.partitions
  add column e_forwards bigint[] not null default '{}',
  add column s_marks bigint[] not null default '{}';

drop function crm.advance_partition(integer, bigint, bigint, bigint, bigint, text, bigint, jsonb, bigint);

-- First command of every commit: locks the row, and ends the transaction where it is not the caller's any more.
create function crm.advance_partition(
  the_partition integer, the_epoch bigint, expected bigint,
  new_e_offset bigint, new_e_woken bigint, new_e_key text, new_s_offset bigint, new_s_stores jsonb, new_next_feed_number bigint,
  new_e_forwards bigint[], new_s_marks bigint[])
returns void
language plpgsql as $$
begin
  update crm.partitions
  set commit_number = expected + 1, e_offset = new_e_offset, e_woken = new_e_woken, e_key = new_e_key,
      s_offset = new_s_offset, s_stores = new_s_stores, next_feed_number = new_next_feed_number,
      e_forwards = new_e_forwards, s_marks = new_s_marks
  where partition = the_partition and epoch = the_epoch and commit_number = expected;
  if not found then
    raise exception 'partition % is not at epoch % and commit number %', the_partition, the_epoch, expected using errcode = 'CR001';
  end if;
end $$;

-- Null but for a record that was forwarded.
alter table crm.log
  add column source integer,
  add column source_number bigint,
  add column source_appended_at bigint;

drop function crm.append_log(integer[], integer[], integer[], integer[], smallint[], text[], bytea[]);

-- Partitions named once each, ascending, with the number of their records; a record names its partition by its place in them, and its own
-- place among that partition's records from 1. The three last arrays may end early: no record after their end was forwarded.
create function crm.append_log(
  partitions integer[], counts integer[], slots integer[], places integer[], kinds smallint[], keys text[], payloads bytea[],
  sources integer[], source_numbers bigint[], source_times bigint[])
returns table (base_offset bigint, at_ms bigint)
language plpgsql as $$
declare
  bases bigint[];
  ats bigint[];
begin
  perform 1 from crm.log_heads h where h.partition = any (partitions) order by h.partition for update;
  with moved as (
    update crm.log_heads h
    set last_offset = h.last_offset + n.count,
        appended_at = greatest(h.appended_at, (extract(epoch from clock_timestamp()) * 1000)::bigint)
    from unnest(partitions, counts) n (partition, count)
    where h.partition = n.partition
    returning h.partition, h.last_offset - n.count as base, h.appended_at as at)
  select array_agg(m.base order by m.partition), array_agg(m.at order by m.partition) into bases, ats from moved m;
  if coalesce(cardinality(bases), 0) <> cardinality(partitions) then
    raise exception 'the log has not all of the partitions %', partitions;
  end if;
  insert into crm.log (partition, log_offset, appended_at, kind, key, payload, source, source_number, source_appended_at)
  select partitions[r.slot], bases[r.slot] + r.place, ats[r.slot], r.kind, r.key, r.payload, r.source, r.number, r.at
  from unnest(slots, places, kinds, keys, payloads, sources, source_numbers, source_times) r (slot, place, kind, key, payload, source, number, at);
  return query select * from unnest(bases, ats);
end $$;
