-- Erased customers. Where an id must be known again it stands as a keyed hash: whoever has a list of ids and the secret can tell which of them
-- were erased, as the system must; nobody can read one out of it.

create table crm.erasure_secret (
  one boolean primary key default true check (one),
  secret bytea not null default decode(replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''), 'hex') check (octet_length(secret) = 32)
);

insert into crm.erasure_secret default values;

create function crm.hidden(store text, customer text) returns bytea
language sql stable as $$
  select sha256(s.secret || sha256(s.secret || convert_to(store || '/' || customer, 'UTF8'))) from crm.erasure_secret s
$$;

-- What a customer's row of crm.snapshots becomes when it is erased.
create table crm.tombstones (
  customer bytea primary key,
  store text collate "C" not null,
  partition integer not null,
  position_offset bigint not null,
  position_woken bigint not null,
  definitions integer not null,
  state bytea not null
);

-- A plan made while the tables were empty would scan them; planned once and kept, it must go by the keys.
create function crm.bury(
  partitions integer[], stores text[], customers text[], offsets bigint[], wokens bigint[], versions integer[], states bytea[]) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from crm.snapshots s
  using unnest(stores, customers, offsets, wokens) t (store, customer, position_offset, position_woken)
  where s.store = t.store and s.customer = t.customer and (s.position_offset, s.position_woken) <= (t.position_offset, t.position_woken);
  insert into crm.tombstones as s (customer, store, partition, position_offset, position_woken, definitions, state)
  select crm.hidden(t.store, t.customer), t.store, t.partition, t.position_offset, t.position_woken, t.version, t.state
  from unnest(partitions, stores, customers, offsets, wokens, versions, states) t (partition, store, customer, position_offset, position_woken, version, state)
  on conflict (customer) do update
  set partition = excluded.partition, position_offset = excluded.position_offset, position_woken = excluded.position_woken,
    definitions = excluded.definitions, state = excluded.state
  where (s.position_offset, s.position_woken) <= (excluded.position_offset, excluded.position_woken);
end $$;

-- An erasure asked for, and how far it has come; what is done is its receipt, which stays.
create table crm.erasures (
  id uuid primary key,
  store text collate "C" not null references crm.stores (name),
  hidden bytea not null, -- crm.hidden of the customer
  subject jsonb, -- the id and what else the person's records are found by; null once done
  block boolean not null,
  asked_by text not null,
  requested_at bigint not null,
  state smallint not null default 0,
  partition integer, -- where its record stands in the log
  log_offset bigint,
  retired_at timestamptz, -- when its keys were
  round smallint not null default 0, -- how often all partitions were waited for
  fences bigint[], -- of the round under way, by partition: what is to be read
  forwards jsonb, -- and then: what was on its way from partition to partition when it was
  erased_at bigint, -- the date through which everything is forgotten
  places jsonb not null default '[]',
  completed_at bigint,
  leased_until timestamptz not null default clock_timestamp()
);

create index erasures_open on crm.erasures (leased_until) where completed_at is null;

-- Entries that tell subscribers who was erased; they go after a while, for they name the customer.
create index feed_erasures on crm.feed (recorded_at) where cause = 4;
