-- unsafe drop-table
DROP TABLE lines;
-- safe drop-table: created by the same file
CREATE TABLE fresh (id bigint PRIMARY KEY);
DROP TABLE fresh;
-- safe drop-table: a temporary table
CREATE TEMP TABLE scratch (n integer);
DROP TABLE scratch;
-- unsafe rename-table
ALTER TABLE lines RENAME TO order_lines;
-- safe rename-table: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh RENAME TO aged;
-- unsafe rename-schema / set-schema
CREATE SCHEMA archive;
ALTER TABLE lines SET SCHEMA archive;
-- unsafe rename-schema / set-schema
CREATE SCHEMA archive;
-- next
CREATE TABLE archive.old (id bigint PRIMARY KEY);
-- next
ALTER SCHEMA archive RENAME TO attic;
-- unsafe drop-schema-database-owned
CREATE SCHEMA archive;
CREATE TABLE archive.old (id bigint PRIMARY KEY);
-- next
DROP SCHEMA archive CASCADE;
-- unsafe drop-schema-database-owned
DROP OWNED BY CURRENT_USER CASCADE;
-- unsafe drop-view-function-type
DROP VIEW open_orders;
-- unsafe drop-view-function-type
DROP FUNCTION roll();
-- safe drop-view-function-type: made again in the same transaction
DROP VIEW open_orders;
CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE state IN ('new', 'open');
-- unsafe drop-cascade
DROP FUNCTION touch() CASCADE;
-- unsafe truncate
TRUNCATE lines;
-- safe truncate: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY);
TRUNCATE fresh;
-- unsafe truncate-cascade
TRUNCATE customers CASCADE;
-- unsafe set-logged
ALTER TABLE lines SET UNLOGGED;
-- safe set-logged: it is logged
ALTER TABLE lines SET LOGGED;
-- unsafe set-tablespace / set-access-method
ALTER TABLE lines SET TABLESPACE fast;
-- unsafe vacuum-full-cluster
-- schemabuild:no-transaction
VACUUM FULL orders;
-- unsafe vacuum-full-cluster
CLUSTER orders USING orders_by_state;
-- safe vacuum-full-cluster
-- schemabuild:no-transaction
VACUUM (FULL false) orders;
-- safe vacuum-full-cluster
ANALYZE orders;
-- unsafe lock-table
LOCK TABLE orders;
-- unsafe create-if-not-exists-noop
CREATE TABLE IF NOT EXISTS lines (id bigint PRIMARY KEY, order_id bigint NOT NULL, weight integer);
-- unsafe unlogged-table
CREATE UNLOGGED TABLE cache (id bigint PRIMARY KEY, value text);
-- unsafe table-without-pk
CREATE TABLE audit (at timestamptz NOT NULL, what text);
-- safe table-without-pk: added later in the file
CREATE TABLE audit (id bigint NOT NULL, what text);
ALTER TABLE audit ADD PRIMARY KEY (id);
-- safe table-without-pk: a partition has its parent's
CREATE TABLE events_2028 PARTITION OF events FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
-- unsafe autovacuum-disabled
ALTER TABLE orders SET (autovacuum_enabled = false);
-- unsafe create-table-as-in-tx
ALTER TABLE orders ADD COLUMN archived boolean;
CREATE TABLE copies AS SELECT * FROM orders;
ALTER TABLE copies ADD PRIMARY KEY (id);
-- unsafe attach-without-check
ALTER TABLE events ATTACH PARTITION events_2027 FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- safe attach-without-check: the table is new
CREATE TABLE events_2028 (id bigint NOT NULL, at timestamptz NOT NULL, kind text, PRIMARY KEY (id, at));
ALTER TABLE events ATTACH PARTITION events_2028 FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
-- unsafe create-partition-with-default
CREATE TABLE regions_asia PARTITION OF regions FOR VALUES IN ('asia');
-- safe create-partition-with-default: there is no DEFAULT
CREATE TABLE events_2028 PARTITION OF events FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
-- unsafe detach-blocking
ALTER TABLE events DETACH PARTITION events_2025;
-- safe detach-blocking
-- schemabuild:no-transaction
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
-- unsafe detach-concurrently-impossible
-- schemabuild:no-transaction
ALTER TABLE regions DETACH PARTITION regions_eu CONCURRENTLY;
-- unsafe detach-concurrently-impossible
BEGIN;
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
COMMIT;
-- unsafe drop-partition
DROP TABLE events_2025;
-- unsafe partitioned-alter-recurses
ALTER TABLE events ADD CONSTRAINT kind_short CHECK (length(kind) < 100);
-- unsafe pk-must-include-partition-key
CREATE TABLE readings (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);
-- safe pk-must-include-partition-key
CREATE TABLE readings (id bigint, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
-- unsafe refresh-blocking
REFRESH MATERIALIZED VIEW totals;
-- safe refresh-blocking
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
-- safe refresh-blocking: it is new
CREATE MATERIALIZED VIEW sums AS SELECT state, sum(total) AS total FROM orders GROUP BY state WITH NO DATA;
REFRESH MATERIALIZED VIEW sums;
-- unsafe refresh-concurrently
REFRESH MATERIALIZED VIEW CONCURRENTLY states;
-- safe truncate-cascade: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY);
TRUNCATE fresh;
-- safe set-tablespace: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh SET TABLESPACE pg_default;
-- safe detach-concurrently-impossible: alone, and there is no DEFAULT partition
ALTER TABLE events DETACH PARTITION events_2025 CONCURRENTLY;
-- safe refresh-concurrently: there is a unique index
REFRESH MATERIALIZED VIEW CONCURRENTLY totals;
-- safe rule: a trigger
CREATE TABLE fresh (id bigint PRIMARY KEY);
CREATE TRIGGER fresh_touched BEFORE UPDATE ON fresh FOR EACH ROW EXECUTE FUNCTION touch();
-- safe drop-cascade: of the same file
CREATE TABLE fresh (id bigint PRIMARY KEY);
CREATE VIEW fresh_ids AS SELECT id FROM fresh;
DROP TABLE fresh CASCADE;
-- safe enum-rename-remove: one is added
ALTER TYPE mood ADD VALUE 'merry' BEFORE 'ok';
-- safe drop-partition: of the same file
CREATE TABLE events_2029 PARTITION OF events FOR VALUES FROM ('2029-01-01') TO ('2030-01-01');
DROP TABLE events_2029;
-- unsafe logical-ddl-drift: the subscriber has no such column
ALTER TABLE profiles ADD COLUMN nick text;
-- safe logical-ddl-drift: nobody subscribes to it
ALTER TABLE orders ADD COLUMN nick text;
-- safe create-table-as-in-tx: no lock is held
CREATE TABLE copies AS SELECT id, note FROM orders;
ALTER TABLE copies ADD PRIMARY KEY (id);
-- safe partitioned-alter-recurses: only the catalogue changes
ALTER TABLE events ADD COLUMN source text;
-- safe long-build-ann: hnsw on a table without rows
CREATE EXTENSION vector;
CREATE TABLE texts (id bigint PRIMARY KEY, embedding vector(768));
CREATE INDEX texts_embedding ON texts USING hnsw (embedding vector_cosine_ops);
