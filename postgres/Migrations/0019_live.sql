-- What a look at a store as a whole needs, kept by the commits themselves: nothing is counted when somebody looks.

-- What a store's partitions have made visible. The counts of a spell of five seconds and of the one before it tell how much that is a second.
create table crm.activity (
  store text collate "C" not null,
  partition integer not null,
  events bigint not null,
  changes bigint not null,
  last_at bigint, -- when the newest event became visible
  spell bigint not null,
  spell_events bigint not null,
  spell_changes bigint not null,
  before_events bigint not null,
  before_changes bigint not null,
  primary key (store, partition)
) with (fillfactor = 20);

-- Those that were counted by name are the least that there were.
insert into crm.activity (store, partition, events, changes, spell, spell_events, spell_changes, before_events, before_changes)
select store, partition, sum(count), 0, 0, 0, 0, 0, 0 from crm.seen where path = '' group by store, partition;

-- Orders by their own day, in the store's time zone. '-infinity': refunds of orders of which nothing else is known yet.
create table crm.days (
  store text collate "C" not null,
  day date not null,
  partition integer not null,
  orders bigint not null,
  revenue numeric not null,
  cancelled bigint not null,
  refunded numeric not null,
  primary key (store, day, partition)
) with (fillfactor = 50);

-- Changes lie in the order of their instants, or nearly: a summary of each 32 pages finds the last days and costs nothing to write.
create index feed_at on crm.feed using brin (at) with (pages_per_range = 32, autosummarize = on);
