-- How people sign in to the console. Secrets are 256 random bits, of which only the SHA-256 is here.

-- A link is used up by the session that is made of it: its row goes then.
create table crm.console_links (
  hash bytea primary key check (octet_length(hash) = 32),
  store text collate "C" not null references crm.stores (name),
  -- With whose deletion everything ends that was opened with it, by itself or by a session.
  key uuid not null references crm.keys (id) on delete cascade,
  scopes text[] not null,
  expires_at bigint not null
);

create table crm.console_sessions (
  hash bytea primary key check (octet_length(hash) = 32),
  id uuid not null default gen_random_uuid(),
  store text collate "C" not null references crm.stores (name),
  key uuid not null references crm.keys (id) on delete cascade,
  scopes text[] not null,
  created_at bigint not null,
  -- Moves with its use, but never past ends_at.
  expires_at bigint not null check (expires_at <= ends_at),
  ends_at bigint not null
);

create index console_links_key on crm.console_links (key);
create index console_sessions_key on crm.console_sessions (key);

-- Customers by e-mail address and phone number, in the form in which the profile keeps them. What is longer than such can be stands in no index.
create index snapshots_email on crm.snapshots (store, email) where length(email) <= 254;
create index snapshots_phone on crm.snapshots (store, phone) where length(phone) <= 254;
