-- What a store's webhooks are signed with. Each signature needs the secret itself, so no hash would do.

create table crm.webhook_secrets (
  store text collate "C" not null references crm.stores (name),
  number integer not null check (number > 0),
  secret bytea not null check (octet_length(secret) between 24 and 64),
  made_at bigint not null,
  signs_until bigint, -- null: the current one
  primary key (store, number)
);

create unique index webhook_secrets_current on crm.webhook_secrets (store) where signs_until is null;
