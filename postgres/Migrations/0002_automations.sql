-- Runs of automations: one row each, written when it starts and once more when it ends ------------------------------

create table crm.automation_runs (
  store text collate "C" not null,
  automation text collate "C" not null,
  customer text collate "C" not null,
  run bigint not null,
  partition integer not null,
  version integer not null,
  started_at bigint not null,
  ended_at bigint,
  ended smallint not null,
  primary key (store, automation, customer, run)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

create index automation_runs_newest on crm.automation_runs (store, automation, started_at, customer, run);

-- Actions to be executed. A claim moves due_at to the lease's end and counts the attempt, by which what a late one writes is told ---

create table crm.outbox (
  id bigint generated always as identity primary key,
  partition integer not null,
  store text collate "C" not null,
  automation text collate "C" not null,
  customer text collate "C" not null,
  key text collate "C" not null,
  version integer not null,
  run bigint not null,
  step text collate "C" not null,
  at bigint not null,
  recorded_at bigint not null,
  log_offset bigint not null,
  document bytea,
  state smallint not null default 0, -- 0 pending, 1 done, 2 given up
  attempts integer not null default 0,
  due_at bigint not null,
  error text,
  finished_at bigint
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02);

alter table crm.outbox alter column document set storage external;

create index outbox_due on crm.outbox (store, automation, due_at, id) where state = 0;
create index outbox_customer on crm.outbox (store, automation, customer, id) where state = 0;
create index outbox_list on crm.outbox (store, automation, state, id);

create index outbox_finished on crm.outbox (finished_at) where state <> 0;
create index automation_runs_ended on crm.automation_runs (ended_at) where ended_at is not null;

-- A customer's older action, pending or leased, stands before its younger ones; rows that another claim holds are passed over.
-- A plan made while the table was empty would compare every row with every other; it must go by the indexes.
create function crm.claim_actions(
  the_store text, the_automation text, now_ms bigint, shards integer, shard integer, most integer, lease_end bigint)
returns setof crm.outbox
language sql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off set enable_material = off as $$
  with due as materialized (
    select o.id from crm.outbox o
    where o.store = the_store and o.automation = the_automation and o.state = 0 and o.due_at <= now_ms and o.partition % shards = shard
      and not exists (
        select from crm.outbox p
        where p.store = o.store and p.automation = o.automation and p.customer = o.customer and p.state = 0 and p.id < o.id)
    order by o.due_at, o.id limit most for update skip locked)
  update crm.outbox o set due_at = lease_end, attempts = attempts + 1 from due where o.id = due.id
  returning o.*
$$;
