-- The W3C trace context (traceparent) of what belongs to a recorded trace; null for nearly everything.

alter table crm.log add column traceparent text collate "C";
alter table crm.forwards add column traceparent text collate "C";
alter table crm.outbox add column traceparent text collate "C";

drop function crm.append_log(integer[], integer[], integer[], integer[], smallint[], text[], bytea[], integer[], bigint[], bigint[]);

-- Partitions named once each, ascending, with the number of their records; a record names its partition by its place in them, and its own
-- place among that partition's records from 1. The four last arrays may end early: no record after the end of the first three was forwarded,
-- and none after the end of the last belongs to a recorded trace.
create function crm.append_log(
  partitions integer[], counts integer[], slots integer[], places integer[], kinds smallint[], keys text[], payloads bytea[],
  sources integer[], source_numbers bigint[], source_times bigint[], traceparents text[])
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
  insert into crm.log (partition, log_offset, appended_at, kind, key, payload, source, source_number, source_appended_at, traceparent)
  select partitions[r.slot], bases[r.slot] + r.place, ats[r.slot], r.kind, r.key, r.payload, r.source, r.number, r.at, r.traceparent
  from unnest(slots, places, kinds, keys, payloads, sources, source_numbers, source_times, traceparents)
    r (slot, place, kind, key, payload, source, number, at, traceparent);
  return query select * from unnest(bases, ats);
end $$;
