-- unsafe drop-table @14
DROP TABLE items;
-- unsafe drop-table @14
DROP TABLE IF EXISTS orders CASCADE;
-- unsafe drop-table @14
DO $$ BEGIN DROP TABLE items; END $$;
-- unsafe drop-table @14
DO $$ BEGIN EXECUTE 'DROP TABLE items'; END $$;
-- safe drop-table @14
CREATE TABLE t (id bigint PRIMARY KEY); DROP TABLE t;
-- safe drop-table @14
CREATE TEMP TABLE t (id bigint PRIMARY KEY); DROP TABLE t;
-- safe drop-table @14
DROP TABLE IF EXISTS t; CREATE TABLE t (id bigint PRIMARY KEY);
-- unsafe rename-table @14
ALTER TABLE orders RENAME TO purchases;
-- unsafe rename-table @14
ALTER VIEW order_totals RENAME TO totals;
-- unsafe rename-table @14
ALTER TABLE archive.old RENAME TO older;
-- safe rename-table @14
CREATE TABLE t (id bigint PRIMARY KEY); ALTER TABLE t RENAME TO u;
-- unsafe rename-schema / set-schema @14
ALTER SCHEMA archive RENAME TO attic;
-- unsafe rename-schema / set-schema @14
ALTER TABLE orders SET SCHEMA archive;
-- safe rename-schema / set-schema @14
CREATE TABLE t (id bigint PRIMARY KEY); ALTER TABLE t SET SCHEMA archive;
-- unsafe drop-schema-database-owned @14
DROP SCHEMA archive CASCADE;
-- unsafe drop-schema-database-owned @14
DROP SCHEMA archive;
-- unsafe drop-schema-database-owned @14
DROP OWNED BY reader;
-- unsafe drop-schema-database-owned @14
DROP DATABASE shop;
-- safe drop-schema-database-owned @14
CREATE SCHEMA s; DROP SCHEMA s;
-- unsafe drop-view-function-type @14
DROP VIEW order_totals;
-- unsafe drop-view-function-type @14
DROP FUNCTION fixed(int);
-- unsafe drop-view-function-type @14
DROP TYPE mood;
-- unsafe drop-view-function-type @14
DROP MATERIALIZED VIEW daily;
-- safe drop-view-function-type @14
DROP VIEW order_totals; CREATE VIEW order_totals AS SELECT id, total FROM orders;
-- safe drop-view-function-type @14
CREATE OR REPLACE VIEW order_totals AS SELECT id, total, note FROM orders;
-- safe drop-view-function-type @14
CREATE OR REPLACE FUNCTION fixed(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT $1 + 1';
-- unsafe drop-cascade @14
DROP TABLE orders CASCADE;
-- unsafe drop-cascade @14
DROP TYPE mood CASCADE;
-- unsafe drop-cascade @14
DROP FUNCTION touch() CASCADE;
-- unsafe drop-cascade @14
ALTER TABLE orders DROP COLUMN total CASCADE;
-- unsafe truncate @14
TRUNCATE items;
-- unsafe truncate @14
TRUNCATE TABLE ONLY items RESTART IDENTITY;
-- unsafe truncate @14
DO $$ BEGIN TRUNCATE items; END $$;
-- safe truncate @14
CREATE TABLE t (id bigint PRIMARY KEY); TRUNCATE t;
-- unsafe truncate-cascade @14
TRUNCATE orders CASCADE;
-- unsafe truncate-cascade @14
TRUNCATE customers, orders CASCADE;
-- unsafe set-logged @14
ALTER TABLE items SET UNLOGGED;
-- unsafe set-logged @14
CREATE UNLOGGED TABLE t (id bigint PRIMARY KEY);
-- next
ALTER TABLE t SET LOGGED;
-- safe set-logged @14
ALTER TABLE orders SET LOGGED;
-- unsafe set-tablespace / set-access-method @14
ALTER TABLE orders SET TABLESPACE fast;
-- unsafe set-tablespace / set-access-method @14
ALTER MATERIALIZED VIEW daily SET TABLESPACE fast;
-- unsafe vacuum-full-cluster @14
VACUUM FULL orders;
-- unsafe vacuum-full-cluster @14
CLUSTER orders USING orders_placed;
-- unsafe vacuum-full-cluster @14
VACUUM (FULL true, ANALYZE) orders;
-- safe vacuum-full-cluster @14
VACUUM orders;
-- safe vacuum-full-cluster @14
VACUUM (FULL false) orders;
-- safe vacuum-full-cluster @14
ANALYZE orders;
-- unsafe lock-table @14
LOCK TABLE orders;
-- unsafe lock-table @14
BEGIN; LOCK TABLE orders IN EXCLUSIVE MODE; COMMIT;
-- safe lock-table @14
LOCK TABLE orders IN ACCESS SHARE MODE;
-- unsafe create-if-not-exists-noop @14
CREATE TABLE IF NOT EXISTS orders (id bigint PRIMARY KEY, other text);
-- safe create-if-not-exists-noop @14
CREATE TABLE IF NOT EXISTS t (id bigint PRIMARY KEY, other text);
-- unsafe unlogged-table @14
CREATE UNLOGGED TABLE t (id bigint PRIMARY KEY);
-- unsafe table-without-pk @14
CREATE TABLE t (a int, b text);
-- safe table-without-pk @14
CREATE TABLE t (a int, b text); ALTER TABLE t ADD PRIMARY KEY (a);
-- safe table-without-pk @14
CREATE TEMP TABLE t (a int, b text);
-- safe table-without-pk @14
CREATE TABLE measures_2027 PARTITION OF measures FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- unsafe autovacuum-disabled @14
ALTER TABLE orders SET (autovacuum_enabled = false);
-- unsafe autovacuum-disabled @14
CREATE TABLE t (id bigint PRIMARY KEY) WITH (autovacuum_enabled = off);
-- safe autovacuum-disabled @14
ALTER TABLE orders SET (autovacuum_vacuum_scale_factor = 0.02);
-- unsafe attach-without-check @14
CREATE TABLE m (at timestamptz NOT NULL, value int, PRIMARY KEY (at));
-- next
ALTER TABLE measures ATTACH PARTITION m FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- unsafe attach-without-check @14
CREATE TABLE r (at date NOT NULL, value int, PRIMARY KEY (at));
-- next
ALTER TABLE readings ATTACH PARTITION r FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- safe attach-without-check @14
CREATE TABLE m (at timestamptz NOT NULL, value int, PRIMARY KEY (at), CONSTRAINT bound CHECK (at >= '2027-01-01' AND at < '2028-01-01'));
-- next
ALTER TABLE measures ATTACH PARTITION m FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- safe attach-without-check @14
CREATE TABLE m (at timestamptz NOT NULL, value int, PRIMARY KEY (at)); ALTER TABLE measures ATTACH PARTITION m FOR VALUES FROM ('2027-01-01') TO ('2028-01-01');
-- unsafe create-partition-with-default @14
CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
-- safe create-partition-with-default @14
CREATE TABLE measures_2028 PARTITION OF measures FOR VALUES FROM ('2028-01-01') TO ('2029-01-01');
-- unsafe detach-blocking @14
ALTER TABLE measures DETACH PARTITION measures_2025;
-- unsafe detach-blocking @14
BEGIN; ALTER TABLE measures DETACH PARTITION measures_2025; COMMIT;
-- safe detach-blocking @14
ALTER TABLE measures DETACH PARTITION measures_2025 CONCURRENTLY;
-- unsafe detach-concurrently-impossible @14
ALTER TABLE readings DETACH PARTITION readings_1 CONCURRENTLY;
-- unsafe drop-partition @14
DROP TABLE measures_2025;
-- unsafe partitioned-alter-recurses @14
ALTER TABLE measures ALTER COLUMN value SET NOT NULL;
-- unsafe pk-must-include-partition-key @14
CREATE TABLE p (id bigint PRIMARY KEY, at date NOT NULL) PARTITION BY RANGE (at);
-- unsafe pk-must-include-partition-key @14
ALTER TABLE measures ADD CONSTRAINT u UNIQUE (value);
-- unsafe create-trigger @14
CREATE TRIGGER t BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch();
-- safe create-trigger @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TRIGGER t BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION touch();
-- unsafe drop-alter-trigger @14
DROP TRIGGER customers_touch ON customers;
-- unsafe drop-alter-trigger @14
ALTER TRIGGER customers_touch ON customers RENAME TO other;
-- unsafe disable-trigger @14
ALTER TABLE customers DISABLE TRIGGER ALL;
-- unsafe disable-trigger @14
ALTER TABLE customers DISABLE TRIGGER USER;
-- safe disable-trigger @14
CREATE TABLE t (id bigint PRIMARY KEY); ALTER TABLE t DISABLE TRIGGER USER;
-- unsafe rule @14
CREATE RULE r AS ON DELETE TO orders DO INSTEAD NOTHING;
-- unsafe create-enum @14
CREATE TYPE colour AS ENUM ('red', 'blue');
-- unsafe enum-add-in-tx @14
ALTER TYPE mood ADD VALUE 'happy'; UPDATE orders SET status = 'x' WHERE status = ('happy'::mood)::text;
-- unsafe enum-add-in-tx @14
BEGIN; ALTER TYPE mood ADD VALUE 'happy'; ALTER TABLE orders ADD COLUMN m mood DEFAULT 'happy'; COMMIT;
-- safe enum-add-in-tx @14
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok';
-- safe enum-add-in-tx @14
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok';
-- next
ALTER TABLE orders ADD COLUMN m mood DEFAULT 'happy';
-- unsafe enum-rename-remove @14
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
-- unsafe refresh-blocking @14
REFRESH MATERIALIZED VIEW daily;
-- safe refresh-blocking @14
REFRESH MATERIALIZED VIEW CONCURRENTLY daily;
-- safe refresh-blocking @14
CREATE MATERIALIZED VIEW m AS SELECT 1 AS a WITH NO DATA; REFRESH MATERIALIZED VIEW m;
-- unsafe refresh-concurrently @14
CREATE MATERIALIZED VIEW m AS SELECT id FROM orders;
-- next
REFRESH MATERIALIZED VIEW CONCURRENTLY m;
-- unsafe publication-all-tables @14
CREATE PUBLICATION p FOR ALL TABLES;
-- unsafe publication-all-tables @15
CREATE PUBLICATION p FOR TABLES IN SCHEMA public;
-- safe publication-all-tables @14
CREATE PUBLICATION p FOR TABLE orders;
-- unsafe replica-identity @14
ALTER TABLE orders REPLICA IDENTITY FULL;
-- unsafe replica-identity @14
ALTER TABLE orders REPLICA IDENTITY NOTHING;
-- safe replica-identity @14
ALTER TABLE orders REPLICA IDENTITY DEFAULT;
