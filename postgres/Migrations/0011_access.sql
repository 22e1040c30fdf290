-- Who read or wrote personal data. The customer is a keyed hash: the log outlives an erased person, and must not be another copy of whom it speaks of.

create table crm.access_log (
  store text collate "C" not null,
  at bigint not null,
  id bigint generated always as identity,
  key uuid not null,
  key_name text not null,
  method text not null,
  route text not null,
  customer bytea,
  status smallint not null,
  primary key (store, at, id)
);

create index access_log_customer on crm.access_log (store, customer, at, id) where customer is not null;
create index access_log_key on crm.access_log (store, key, at, id);

create table crm.access_secrets (
  store text collate "C" primary key references crm.stores (name),
  secret bytea not null check (octet_length(secret) = 32)
);

-- Customers by their company ----------------------------------------------------------------------------------------

alter table crm.snapshots
  add column account text collate "C",
  add column account_name text,
  add column account_type text,
  add column account_at bigint;

create index snapshots_account on crm.snapshots (store, account, customer) where account is not null;
