-- Customers who are stored under older cuts of recency are due when they fall by the newer ones: found by their last order.
create index snapshots_last_order on crm.snapshots (partition, store, last_order) where orders > 0;
