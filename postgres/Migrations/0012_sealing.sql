-- The keys that customers' events are sealed with: what is sealed anywhere, in the log, the archive or a backup, can be read as long as its
-- key stands here. In a schema of its own, so that backups can leave it out; one who erases a customer destroys the key and need not find the rest.

create schema crm_keys;

create table crm_keys.customer_keys (
  id uuid primary key,
  store text collate "C" not null,
  customer text collate "C" not null,
  key bytea not null check (octet_length(key) = 32),
  made_at timestamptz not null default clock_timestamp(),
  retired_at timestamptz -- by an erasure: from then on it opens, and seals nothing
);

create unique index customer_keys_current on crm_keys.customer_keys (store, customer) where retired_at is null;
create index customer_keys_retired on crm_keys.customer_keys (retired_at) where retired_at is not null;
