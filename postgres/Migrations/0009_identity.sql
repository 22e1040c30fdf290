-- Of a merge: the customer that the other one is a part of from there on.
alter table crm.feed add column into_customer text collate "C";

-- By source partition from 0, as far as any is above 0: the last number taken from it, as of E, so that who waits for a record can wait for
-- what was forwarded from it.
alter table crm.partitions add column e_marks bigint[] not null default '{}';

drop function crm.advance_partition(integer, bigint, bigint, bigint, bigint, text, bigint, jsonb, bigint, bigint[], bigint[]);

-- First command of every commit: locks the row, and ends the transaction where it is not the caller's any more.
create function crm.advance_partition(
  the_partition integer, the_epoch bigint, expected bigint,
  new_e_offset bigint, new_e_woken bigint, new_e_key text, new_s_offset bigint, new_s_stores jsonb, new_next_feed_number bigint,
  new_e_forwards bigint[], new_s_marks bigint[], new_e_marks bigint[])
returns void
language plpgsql as $$
begin
  update crm.partitions
  set commit_number = expected + 1, e_offset = new_e_offset, e_woken = new_e_woken, e_key = new_e_key,
      s_offset = new_s_offset, s_stores = new_s_stores, next_feed_number = new_next_feed_number,
      e_forwards = new_e_forwards, s_marks = new_s_marks, e_marks = new_e_marks
  where partition = the_partition and epoch = the_epoch and commit_number = expected;
  if not found then
    raise exception 'partition % is not at epoch % and commit number %', the_partition, the_epoch, expected using errcode = 'CR001';
  end if;
end $$;

update crm.partitions set e_marks = s_marks;

-- Which customer was merged into which, by which record of its home: what was archived of it through there is the other one's history.
create table crm.merges (
  store text collate "C" not null,
  customer text collate "C" not null,
  log_offset bigint not null,
  into_customer text collate "C" not null,
  primary key (store, customer, log_offset)
);

create index merges_into on crm.merges (store, into_customer);
