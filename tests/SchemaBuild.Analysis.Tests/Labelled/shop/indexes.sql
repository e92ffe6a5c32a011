-- unsafe index-build-blocks-writes
CREATE INDEX orders_by_total ON orders (total);
-- unsafe index-build-blocks-writes
CREATE UNIQUE INDEX orders_by_note ON orders (note);
-- unsafe index-build-blocks-writes: created and loaded by an earlier migration
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
-- next
INSERT INTO fresh SELECT id, quantity FROM orders;
-- next
CREATE INDEX fresh_n ON fresh (n);
-- unsafe index-build-blocks-writes: the same name in another schema is another table
CREATE SCHEMA a;
CREATE TABLE a.orders (id bigint PRIMARY KEY, n integer);
CREATE INDEX orders_n ON public.orders (quantity);
-- unsafe index-build-blocks-writes: inside a DO block
DO $$ BEGIN CREATE INDEX orders_by_total ON orders (total); END $$;
-- unsafe index-build-blocks-writes: a materialized view holds rows as well
CREATE INDEX totals_total ON totals (total);
-- safe index-build-blocks-writes
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
-- safe index-build-blocks-writes: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer NOT NULL);
CREATE INDEX fresh_n ON fresh (n);
-- safe index-build-blocks-writes: the table is new, in a transaction of the file's own
BEGIN;
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer NOT NULL);
CREATE INDEX fresh_n ON fresh (n);
COMMIT;
-- safe index-build-blocks-writes: a temporary table is nobody else's
CREATE TEMP TABLE scratch (n integer);
CREATE INDEX scratch_n ON scratch (n);
-- safe index-build-blocks-writes: a new copy
CREATE TABLE best AS SELECT id, total FROM orders WHERE total > 100 AND id < 1000;
CREATE UNIQUE INDEX best_id ON best (id);
ALTER TABLE best ADD PRIMARY KEY USING INDEX best_id;
-- safe index-build-blocks-writes: a new materialized view
CREATE MATERIALIZED VIEW sums AS SELECT state, sum(total) AS total FROM orders GROUP BY state WITH NO DATA;
CREATE UNIQUE INDEX sums_state ON sums (state);
-- safe index-build-blocks-writes: nothing is built on the parent alone
CREATE INDEX events_by_at ON ONLY events (at);
-- unsafe index-drop-blocks
DROP INDEX orders_by_state;
-- safe index-drop-blocks
-- schemabuild:no-transaction
DROP INDEX CONCURRENTLY IF EXISTS orders_by_state;
-- safe index-drop-blocks: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer NOT NULL);
CREATE INDEX fresh_n ON fresh (n);
DROP INDEX fresh_n;
-- unsafe reindex-blocks
REINDEX TABLE orders;
-- unsafe reindex-blocks
REINDEX INDEX orders_by_state;
-- safe reindex-blocks
-- schemabuild:no-transaction
REINDEX INDEX CONCURRENTLY orders_by_state;
-- safe reindex-blocks: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY);
REINDEX TABLE fresh;
-- unsafe concurrently-in-tx
BEGIN;
CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
COMMIT;
-- unsafe concurrently-in-tx
BEGIN;
DROP INDEX CONCURRENTLY orders_by_state;
COMMIT;
-- unsafe concurrently-in-tx
BEGIN;
REINDEX TABLE CONCURRENTLY orders;
COMMIT;
-- unsafe concurrently-in-tx
DO $$ BEGIN CREATE INDEX CONCURRENTLY orders_by_total ON orders (total); END $$;
-- safe concurrently-in-tx: REFRESH may
BEGIN;
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
COMMIT;
-- unsafe concurrently-on-partitioned
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY events_by_at ON events (at);
-- unsafe concurrently-on-partitioned
-- schemabuild:no-transaction
DROP INDEX CONCURRENTLY events_by_kind;
-- safe concurrently-on-partitioned: partition by partition
CREATE INDEX events_by_at ON ONLY events (at);
-- next
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY events_2025_at ON events_2025 (at);
-- next
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY events_2026_at ON events_2026 (at);
-- next
ALTER INDEX events_by_at ATTACH PARTITION events_2025_at;
ALTER INDEX events_by_at ATTACH PARTITION events_2026_at;
-- unsafe index-on-partitioned-parent
CREATE INDEX events_by_at ON events (at);
-- safe index-on-partitioned-parent: no partitions yet
CREATE TABLE readings (id bigint NOT NULL, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE INDEX readings_at ON readings (at);
-- unsafe unique-index-data-dependent
-- schemabuild:no-transaction
CREATE UNIQUE INDEX CONCURRENTLY orders_note ON orders (note);
-- safe unique-index-data-dependent: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer NOT NULL);
CREATE UNIQUE INDEX fresh_n ON fresh (n);
-- unsafe drop-index-backing-constraint
DROP INDEX orders_pkey;
-- safe drop-index-backing-constraint: the constraint of a new table
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer NOT NULL CONSTRAINT fresh_n UNIQUE);
ALTER TABLE fresh DROP CONSTRAINT fresh_n;
-- unsafe redundant-index
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_by_state_too ON orders (state);
-- safe redundant-index: partial
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_new ON orders (state) WHERE quantity > 10;
-- safe redundant-index: another operator class
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_state_like ON orders (state text_pattern_ops);
-- unsafe replace-index-order
-- schemabuild:no-transaction
DROP INDEX CONCURRENTLY orders_by_state;
-- next
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_by_state_placed ON orders (state, placed);
-- safe replace-index-order
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_by_state_placed ON orders (state, placed);
-- next
-- schemabuild:no-transaction
DROP INDEX CONCURRENTLY IF EXISTS orders_by_state;
-- unsafe wide-index
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_wide ON orders (note, placed, code, quantity, total);
-- safe wide-index: INCLUDE is no key
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_wide ON orders (note) INCLUDE (placed, quantity, total);
-- unsafe hash-index
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_hash ON orders USING hash (note);
-- unsafe unnamed-object
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY ON orders (total);
-- unsafe fk-without-index
CREATE TABLE fresh (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id));
-- safe fk-without-index: an index in a later migration
CREATE TABLE fresh (id bigint PRIMARY KEY, order_id bigint NOT NULL);
CREATE INDEX fresh_by_order ON fresh (order_id);
