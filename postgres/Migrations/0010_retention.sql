-- Notes leave the archive by their place. A plan made while the table was empty would scan it; planned once and kept, it must go by the index.
create function crm.delete_notes(stores text[], customers text[], partitions integer[], offsets bigint[]) returns void
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  delete from crm.archive a
  using unnest(stores, customers, partitions, offsets) d (store, customer, partition, log_offset)
  where hashtextextended(a.customer, hashtext(a.store)) = hashtextextended(d.customer, hashtext(d.store)) and a.log_offset = d.log_offset
    and a.store = d.store and a.customer = d.customer and a.partition = d.partition and a.type = 8;
end $$;

-- How long a store keeps what, in days; null is the installation's default ------------------------------------------------

create table crm.retention (
  store text collate "C" primary key references crm.stores (name),
  version integer not null check (version > 0),
  events integer,
  changes integer,
  dead_letters integer,
  actions integer,
  access_log integer
);

-- The highest number of a segment's changes that went: whoever stands before it would pass over what is no more.
create table crm.feed_floors (
  store text collate "C" not null,
  segment text collate "C" not null,
  partition integer not null,
  number bigint not null,
  primary key (store, segment, partition)
);

-- Through which append time a store's events have gone from the archive; what is looked at next begins there.
create table crm.archive_floors (
  store text collate "C" primary key,
  appended_before bigint not null
);

-- Rows lie in the order of their append time, or nearly: a summary of each 128 pages finds a day of them and costs nothing to write.
create index archive_appended on crm.archive using brin (appended_at) with (autosummarize = on);
create index dead_letters_age on crm.dead_letters (store, appended_at);

drop index crm.outbox_finished;
create index outbox_finished on crm.outbox (store, finished_at) where state <> 0;
drop index crm.automation_runs_ended;
create index automation_runs_ended on crm.automation_runs (store, ended_at) where ended_at is not null;
