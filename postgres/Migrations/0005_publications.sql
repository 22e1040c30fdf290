-- How far a partition's rows of one kind were published to a topic of Kafka; what is told twice after a crash is told at least once.

create table crm.publications (
  topic text collate "C" not null,
  partition integer not null,
  log_offset bigint not null,
  primary key (topic, partition)
);
