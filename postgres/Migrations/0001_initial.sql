-- Instants are bigint milliseconds since 1970-01-01T00:00:00Z, as the program has them; 9223372036854775807 ("never") is stored as null.
-- Keys are compared in the order of their bytes (collation "C"), for listings and cursors rely on one order everywhere.

-- The log ---------------------------------------------------------------------------------------------------------

create table crm.log_info (
  one boolean primary key default true check (one),
  generation text not null default gen_random_uuid()::text,
  partitions integer not null check (partitions between 1 and 1024)
);

-- The head is locked by the transaction that inserts: positions become visible in order, so that no reader passes one that comes late.
create table crm.log_heads (
  partition integer primary key,
  last_offset bigint not null default -1,
  appended_at bigint not null default 0,
  released bigint not null default -1
) with (fillfactor = 20);

create table crm.log (
  partition integer not null,
  log_offset bigint not null,
  appended_at bigint not null,
  kind smallint not null,
  key text collate "C" not null,
  payload bytea not null,
  primary key (partition, log_offset)
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.05);

-- Partitions named once each, ascending, with the number of their records; a record names its partition by its place in them, and its own place among that partition's records from 1.
create function crm.append_log(partitions integer[], counts integer[], slots integer[], places integer[], kinds smallint[], keys text[], payloads bytea[])
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
  insert into crm.log (partition, log_offset, appended_at, kind, key, payload)
  select partitions[r.slot], bases[r.slot] + r.place, ats[r.slot], r.kind, r.key, r.payload
  from unnest(slots, places, kinds, keys, payloads) r (slot, place, kind, key, payload);
  return query select * from unnest(bases, ats);
end $$;

-- Partitions ------------------------------------------------------------------------------------------------------

create table crm.partitions (
  partition integer primary key,
  log_generation text not null,
  log_partitions integer not null,
  epoch bigint not null default 0,
  commit_number bigint not null default 0,
  e_offset bigint not null default -1,
  e_woken bigint not null default 0,
  e_key text collate "C" not null default '',
  s_offset bigint not null default -1,
  s_stores jsonb not null default '{}',
  next_feed_number bigint not null default 1
) with (fillfactor = 20);

-- First command of every commit: locks the row, and ends the transaction where it is not the caller's any more.
create function crm.advance_partition(
  the_partition integer, the_epoch bigint, expected bigint,
  new_e_offset bigint, new_e_woken bigint, new_e_key text, new_s_offset bigint, new_s_stores jsonb, new_next_feed_number bigint)
returns void
language plpgsql as $$
begin
  update crm.partitions
  set commit_number = expected + 1, e_offset = new_e_offset, e_woken = new_e_woken, e_key = new_e_key,
      s_offset = new_s_offset, s_stores = new_s_stores, next_feed_number = new_next_feed_number
  where partition = the_partition and epoch = the_epoch and commit_number = expected;
  if not found then
    raise exception 'partition % is not at epoch % and commit number %', the_partition, the_epoch, expected using errcode = 'CR001';
  end if;
end $$;

-- Customers -------------------------------------------------------------------------------------------------------

create table crm.snapshots (
  store text collate "C" not null,
  customer text collate "C" not null,
  partition integer not null,
  position_offset bigint not null,
  position_woken bigint not null,
  definitions integer not null,
  next_wakeup bigint,
  state bytea not null,
  email text,
  phone text,
  country text,
  orders integer not null,
  revenue numeric not null,
  refunded numeric not null,
  first_seen bigint,
  last_seen bigint,
  last_order bigint,
  r smallint not null,
  f smallint not null,
  m smallint not null,
  updated_at bigint not null,
  primary key (store, customer)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05);

-- States do not shrink by compression, they are packed already; short ones stay in the row, where one read finds them.
alter table crm.snapshots alter column state set storage external;

create index snapshots_wakeup on crm.snapshots (partition, store, next_wakeup, customer) where next_wakeup is not null;

create table crm.archive (
  partition integer not null,
  log_offset bigint not null,
  store text collate "C" not null,
  customer text collate "C" not null,
  appended_at bigint not null,
  event_at bigint not null,
  received_at bigint not null,
  type smallint not null,
  name text collate "C" not null,
  message_hash bigint not null,
  json bytea not null
) partition by range (appended_at);

-- By a hash, for it costs a third of what the texts do, and this index is most of what an archived event costs. Queries name the
-- expression as it stands here, and store and customer beside it.
create index archive_customer on crm.archive (hashtextextended(customer, hashtext(store)), log_offset);

create function crm.archive_month(at_ms bigint) returns text
language sql immutable as $$ select 'archive_' || to_char(to_timestamp(at_ms / 1000.0) at time zone 'UTC', 'YYYY_MM') $$;

-- Makes the table of the month that an instant lies in. Built apart and then attached, so that commits are not held up.
create function crm.make_archive_month(at_ms bigint) returns void
language plpgsql as $$
declare
  month timestamp := date_trunc('month', to_timestamp(at_ms / 1000.0) at time zone 'UTC');
  child text := crm.archive_month(at_ms);
begin
  perform pg_advisory_xact_lock(hashtextextended('crm.archive', 0));
  if to_regclass('crm.' || child) is not null then
    return;
  end if;
  execute format('create table crm.%I (like crm.archive including defaults)', child);
  execute format(
    'alter table crm.archive attach partition crm.%I for values from (%s) to (%s)', child,
    (extract(epoch from month) * 1000)::bigint, (extract(epoch from month + interval '1 month') * 1000)::bigint);
end $$;

-- Segments --------------------------------------------------------------------------------------------------------

create table crm.memberships (
  store text collate "C" not null,
  segment text collate "C" not null,
  customer text collate "C" not null,
  partition integer not null,
  since bigint not null,
  version integer not null,
  feed_number bigint not null,
  primary key (store, segment, customer)
) with (autovacuum_vacuum_scale_factor = 0.05);

-- A plan made while the table was empty would scan it; planned once and kept, it must go by the key.
create function crm.remove_memberships(stores text[], segments text[], customers text[]) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from crm.memberships m
  using unnest(stores, segments, customers) d (store, segment, customer)
  where m.store = d.store and m.segment = d.segment and m.customer = d.customer;
end $$;

create table crm.segment_counts (
  store text collate "C" not null,
  segment text collate "C" not null,
  partition integer not null,
  members bigint not null,
  primary key (store, segment, partition)
) with (fillfactor = 50);

create table crm.feed (
  partition integer not null,
  number bigint not null,
  store text collate "C" not null,
  segment text collate "C" not null,
  customer text collate "C" not null,
  change smallint not null,
  version integer not null,
  sequence bigint not null,
  at bigint not null,
  event_at bigint,
  recorded_at bigint not null,
  cause smallint not null,
  log_offset bigint not null,
  primary key (partition, number)
);

create index feed_store on crm.feed (store, partition, number);
create index feed_segment on crm.feed (store, segment, partition, number);

create table crm.rfm_counts (
  store text collate "C" not null,
  partition integer not null,
  r smallint not null,
  f smallint not null,
  m smallint not null,
  customers bigint not null,
  primary key (store, partition, r, f, m)
) with (fillfactor = 50);

-- Records that were refused ---------------------------------------------------------------------------------------

create table crm.dead_letters (
  id bigint generated always as identity primary key,
  partition integer not null,
  log_offset bigint not null,
  key text collate "C" not null,
  store text collate "C" not null,
  appended_at bigint not null,
  reason text,
  detail text not null,
  payload bytea not null,
  resubmitted_at bigint
);

create index dead_letters_offset on crm.dead_letters (partition, log_offset);
create index dead_letters_store on crm.dead_letters (store, id);

-- Stores ----------------------------------------------------------------------------------------------------------

create table crm.stores (
  name text collate "C" primary key check (name ~ '^[a-z0-9-]{1,40}$'),
  clock text not null check (clock in ('wall', 'log')),
  zone text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  created_at bigint not null
);

create table crm.definitions (
  store text collate "C" not null references crm.stores (name),
  version integer not null check (version > 0),
  document jsonb not null,
  created_at bigint not null,
  primary key (store, version)
);

create table crm.keys (
  id uuid primary key default gen_random_uuid(),
  store text collate "C" not null references crm.stores (name),
  kind text not null check (kind in ('write', 'api')),
  name text not null,
  hash bytea not null unique check (octet_length(hash) = 32),
  scopes text[] not null,
  ending text not null,
  created_at bigint not null
);

create index keys_store on crm.keys (store, created_at);
