-- A customer's older action, pending or leased, stands before its younger ones; rows that another claim holds are passed over.
-- The oldest is asked for by a subquery, not an anti-join: that one, planned while the table is empty or without statistics, reads
-- all of an automation's actions for each row.
create or replace function crm.claim_actions(
  the_store text, the_automation text, now_ms bigint, shards integer, shard integer, most integer, lease_end bigint)
returns setof crm.outbox
language sql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
  with due as materialized (
    select o.id from crm.outbox o
    where o.store = the_store and o.automation = the_automation and o.state = 0 and o.due_at <= now_ms and o.partition % shards = shard
      and o.id = (
        select p.id from crm.outbox p
        where p.store = the_store and p.automation = the_automation and p.customer = o.customer and p.state = 0
        order by p.id limit 1)
    order by o.due_at, o.id limit most for update skip locked)
  update crm.outbox o set due_at = lease_end, attempts = attempts + 1 from due where o.id = due.id
  returning o.*
$$;
