-- Of a merge: the customer that the other one is a part of from there on.
alter table crm.feed add column into_customer text collate "C";
