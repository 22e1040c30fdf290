-- A refresh of RFM looks at the customers of a partition who have orders, and at nobody else.
create index snapshots_orders on crm.snapshots (store, partition, customer) where orders > 0;
