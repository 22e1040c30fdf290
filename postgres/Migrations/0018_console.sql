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

-- Customers by e-mail address and phone number, in the form in which the profile keeps them. Not indexes of crm.snapshots: nearly every new version of
-- a row would be an entry in each of them, and these two change hardly ever. What is longer than such can be does not stand here.
create table crm.contacts (
  store text collate "C" not null,
  value text collate "C" not null,
  customer text collate "C" not null,
  primary key (store, value, customer)
);

-- Planned once and kept: by the key, also where that was while the table was empty.
create function crm.note_contacts() returns trigger
language plpgsql set enable_seqscan = off as $$
begin
  if tg_op <> 'INSERT' then
    delete from crm.contacts where store = old.store and value in (old.email, old.phone) and customer = old.customer;
  end if;
  if tg_op <> 'DELETE' then
    insert into crm.contacts (store, value, customer)
    select new.store, value, new.customer from unnest(array[new.email, new.phone]) value where length(value) <= 254
    on conflict do nothing;
  end if;
  return null;
end $$;

create trigger contacts_added after insert on crm.snapshots
  for each row when (new.email is not null or new.phone is not null) execute function crm.note_contacts();
create trigger contacts_changed after update of email, phone on crm.snapshots
  for each row when (old.email is distinct from new.email or old.phone is distinct from new.phone) execute function crm.note_contacts();
create trigger contacts_removed after delete on crm.snapshots
  for each row when (old.email is not null or old.phone is not null) execute function crm.note_contacts();

insert into crm.contacts (store, value, customer)
select store, value, customer from crm.snapshots cross join unnest(array[email, phone]) value where length(value) <= 254
on conflict do nothing;
