-- Where the log keeps the archive: events that did not count and are no dead letters, so that a reader of the log knows which did -------

create table crm.uncounted (
  partition integer not null,
  log_offset bigint not null,
  primary key (partition, log_offset)
);

-- Events of the log that a new rule looks back at, for the length of its backfill, by the owner's epoch --------------------------------

create table crm.history (
  partition integer not null,
  epoch bigint not null,
  key text collate "C" not null,
  log_offset bigint not null,
  appended_at bigint not null,
  json bytea not null,
  primary key (partition, epoch, key, log_offset)
);
