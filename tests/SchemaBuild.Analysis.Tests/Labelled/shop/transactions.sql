-- unsafe lock-timeout-ineffective
SET lock_timeout = 0;
ALTER TABLE orders ADD COLUMN extra text;
-- unsafe lock-timeout-ineffective
SET lock_timeout = '2s';
RESET lock_timeout;
ALTER TABLE orders ADD COLUMN extra text;
-- unsafe lock-timeout-ineffective
SET lock_timeout = '1h';
ALTER TABLE orders ADD COLUMN extra text;
-- safe lock-timeout-ineffective
SET LOCAL lock_timeout = '2s';
ALTER TABLE orders ADD COLUMN extra text;
-- safe lock-timeout-ineffective
SELECT set_config('lock_timeout', '2s', true);
ALTER TABLE orders ADD COLUMN extra text;
-- unsafe statement-timeout-etc
-- schemabuild:no-transaction
SET statement_timeout = '5s';
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_total ON orders (total);
-- unsafe many-ax-one-tx
ALTER TABLE orders ADD COLUMN extra text;
ALTER TABLE customers ADD COLUMN extra text;
-- safe many-ax-one-tx: one of them is new
ALTER TABLE orders ADD COLUMN extra text;
CREATE TABLE fresh (id bigint PRIMARY KEY);
ALTER TABLE fresh ADD COLUMN extra text;
-- unsafe statements-after-ax
ALTER TABLE orders ADD COLUMN extra text;
SELECT count(*) FROM lines;
CREATE TABLE copies AS SELECT id, order_id FROM lines;
ALTER TABLE copies ADD PRIMARY KEY (id);
-- unsafe ddl-plus-backfill-same-tx
ALTER TABLE orders ADD COLUMN extra text;
UPDATE orders SET extra = note WHERE note IS NOT NULL;
-- unsafe ddl-plus-backfill-same-tx: inside a DO block
DO $$ BEGIN ALTER TABLE orders ADD COLUMN extra text; UPDATE orders SET extra = note; END $$;
-- safe ddl-plus-backfill-same-tx: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
INSERT INTO fresh VALUES (1, 1), (2, 2);
ALTER TABLE fresh ADD COLUMN extra text;
UPDATE fresh SET extra = 'none' WHERE n > 0;
-- unsafe combine-alters
ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;
ALTER TABLE orders ALTER COLUMN code TYPE char(20);
-- unsafe tx-control-in-wrapped-file
BEGIN;
ALTER TABLE orders ADD COLUMN extra text;
-- unsafe tx-control-in-wrapped-file
ALTER TABLE orders ADD COLUMN extra text;
ROLLBACK;
-- safe tx-control-in-wrapped-file
BEGIN;
ALTER TABLE orders ADD COLUMN extra text;
COMMIT;
-- unsafe not-allowed-in-tx
BEGIN;
VACUUM orders;
COMMIT;
-- unsafe not-allowed-in-tx
BEGIN;
CREATE DATABASE other;
COMMIT;
-- unsafe not-allowed-in-tx
BEGIN;
ALTER SYSTEM SET work_mem = '64MB';
COMMIT;
-- unsafe mixed-tx-modes
CREATE TABLE fresh (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
-- safe mixed-tx-modes
-- schemabuild:no-transaction
CREATE INDEX CONCURRENTLY orders_by_total ON orders (total);
-- unsafe robustness
-- schemabuild:no-transaction
ALTER TABLE orders ADD COLUMN extra text;
CREATE INDEX CONCURRENTLY orders_by_extra ON orders (extra);
-- safe robustness
-- schemabuild:no-transaction
ALTER TABLE orders ADD COLUMN IF NOT EXISTS extra text;
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_by_extra ON orders (extra);
-- unsafe no-where
DELETE FROM lines;
-- unsafe no-where
UPDATE orders SET state = 'old';
-- unsafe no-where
UPDATE orders SET state = 'old' WHERE true;
-- unsafe no-where
DELETE FROM orders WHERE 1 = 1;
-- unsafe no-where
DELETE FROM orders WHERE id IS NOT NULL;
-- safe no-where: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
INSERT INTO fresh VALUES (1, 1);
UPDATE fresh SET n = 2;
-- safe no-where: a temporary table
CREATE TEMP TABLE scratch (n integer);
DELETE FROM scratch;
-- unsafe unbatched-backfill
UPDATE orders SET note = '' WHERE note IS NULL;
-- unsafe unbatched-backfill
DELETE FROM orders WHERE placed < '2020-01-01';
-- unsafe unbatched-backfill
DELETE FROM lines USING orders WHERE orders.id = lines.order_id AND orders.state = 'old';
-- safe unbatched-backfill: one row
UPDATE orders SET note = '' WHERE id = 17;
-- safe unbatched-backfill: batches that commit
-- schemabuild:no-transaction
DO $$
DECLARE changed bigint;
BEGIN
    LOOP
        UPDATE orders SET note = '' WHERE id IN (SELECT id FROM orders WHERE note IS NULL LIMIT 1000);
        GET DIAGNOSTICS changed = ROW_COUNT;
        COMMIT;
        EXIT WHEN changed = 0;
    END LOOP;
END $$;
-- unsafe data-in-migration
INSERT INTO customers (email) VALUES ('first@example.com');
-- safe data-in-migration: rows of a new table
CREATE TABLE kinds (id bigint PRIMARY KEY, name text NOT NULL);
INSERT INTO kinds VALUES (1, 'a'), (2, 'b');
-- unsafe duplicate-assignment
UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;
-- unsafe type-change-rewrite: a constant text that a block executes
DO $$ BEGIN EXECUTE 'ALTER TABLE orders ALTER COLUMN quantity TYPE bigint'; END $$;
-- unsafe ddl-in-do-block: nobody knows what is executed
DO $$ DECLARE t text; BEGIN FOR t IN SELECT tablename FROM pg_tables LOOP EXECUTE format('ALTER TABLE %I ADD COLUMN extra text', t); END LOOP; END $$;
-- unsafe function-body: no PL/pgSQL
CREATE FUNCTION broken() RETURNS void LANGUAGE plpgsql AS $$ BEGIN IF THEN; END $$;
-- unsafe function-body: no SQL
CREATE FUNCTION broken() RETURNS integer LANGUAGE sql AS $$ SELEC 1 $$;
-- safe function-body
CREATE FUNCTION whole() RETURNS integer LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- unsafe psql-meta-command
\set n 1
SELECT 1;
-- unsafe psql-meta-command
COPY lines (id, order_id) FROM STDIN;
-- unsafe unused-suppression
-- schemabuild:allow SB1001 reason="a small table"
CREATE TABLE fresh (id bigint PRIMARY KEY);
-- safe combine-alters: one statement does both
CREATE TABLE fresh (id bigint PRIMARY KEY, a text, b text);
ALTER TABLE fresh ALTER COLUMN a SET NOT NULL, ALTER COLUMN b SET NOT NULL;
-- safe not-allowed-in-tx: alone and outside a transaction
-- schemabuild:no-transaction
VACUUM orders;
-- safe subscription-in-tx: it makes no slot
CREATE SUBSCRIPTION feed_in CONNECTION 'host=source' PUBLICATION feed WITH (create_slot = false, enabled = false, connect = false);
-- safe unused-suppression: it is needed
-- schemabuild:allow SB2001 reason="nothing uses it since the last release"
DROP TABLE lines;
-- safe psql-meta-command: SQL alone
COMMENT ON TABLE orders IS 'what was bought';
-- safe ddl-in-do-block: the table is new
DO $$ BEGIN CREATE TABLE fresh (id bigint PRIMARY KEY); CREATE INDEX fresh_id ON fresh (id); END $$;
