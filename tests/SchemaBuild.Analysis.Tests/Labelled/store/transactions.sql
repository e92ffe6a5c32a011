-- unsafe lock-timeout-ineffective @14
SET lock_timeout = 0; ALTER TABLE orders ADD COLUMN c int;
-- unsafe lock-timeout-ineffective @14
SET lock_timeout = '10min'; ALTER TABLE orders ADD COLUMN c int;
-- unsafe lock-timeout-ineffective @14
SET lock_timeout = '2s'; RESET lock_timeout; ALTER TABLE orders ADD COLUMN c int;
-- safe lock-timeout-ineffective @14
SET lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN c int;
-- safe lock-timeout-ineffective @14
SET LOCAL lock_timeout = '2s'; ALTER TABLE orders ADD COLUMN c int;
-- safe lock-timeout-ineffective @14
SELECT set_config('lock_timeout', '2s', true); ALTER TABLE orders ADD COLUMN c int;
-- unsafe statement-timeout-etc @14
SET statement_timeout = '5s'; CREATE INDEX CONCURRENTLY orders_total ON orders (total);
-- safe statement-timeout-etc @14
SET statement_timeout = 0; CREATE INDEX CONCURRENTLY orders_total ON orders (total);
-- unsafe many-ax-one-tx @14
ALTER TABLE orders ADD COLUMN c int; ALTER TABLE customers ADD COLUMN c int;
-- unsafe many-ax-one-tx @14
BEGIN; ALTER TABLE orders ADD COLUMN c int; ALTER TABLE items ADD COLUMN c int; COMMIT;
-- safe many-ax-one-tx @14
ALTER TABLE orders ADD COLUMN c int;
-- next
ALTER TABLE customers ADD COLUMN c int;
-- safe many-ax-one-tx @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY); ALTER TABLE t ADD COLUMN c int; ALTER TABLE u ADD COLUMN c int;
-- unsafe statements-after-ax @14
ALTER TABLE orders ADD COLUMN c int; ALTER TABLE customers ADD CONSTRAINT k CHECK (name <> '');
-- safe statements-after-ax @14
ALTER TABLE orders ADD COLUMN c int; ALTER TABLE orders ADD COLUMN d int;
-- unsafe ddl-plus-backfill-same-tx @14
ALTER TABLE orders ADD COLUMN c int; UPDATE orders SET c = 1 WHERE id < 1000000;
-- unsafe ddl-plus-backfill-same-tx @14
ALTER TABLE orders ADD COLUMN c int; INSERT INTO items (id, order_id) SELECT id, id FROM orders;
-- unsafe ddl-plus-backfill-same-tx @14
ALTER TABLE orders ADD COLUMN c int; DELETE FROM customers WHERE created_at < '2020-01-01';
-- safe ddl-plus-backfill-same-tx @14
CREATE TABLE t (id bigint PRIMARY KEY, a int); INSERT INTO t VALUES (1, 1); UPDATE t SET a = 2 WHERE id = 1;
-- unsafe combine-alters @14
ALTER TABLE orders ALTER COLUMN qty TYPE bigint; ALTER TABLE orders ALTER COLUMN status TYPE char(3);
-- unsafe tx-control-in-wrapped-file @14
BEGIN; ALTER TABLE orders ADD COLUMN c int;
-- unsafe tx-control-in-wrapped-file @14
ALTER TABLE orders ADD COLUMN c int; ROLLBACK;
-- unsafe tx-control-in-wrapped-file @14
ALTER TABLE orders ADD COLUMN c int; COMMIT;
-- safe tx-control-in-wrapped-file @14
BEGIN; ALTER TABLE orders ADD COLUMN c int; COMMIT;
-- unsafe no-where @14
UPDATE orders SET note = '';
-- unsafe no-where @14
DELETE FROM orders;
-- unsafe no-where @14
UPDATE orders SET note = '' WHERE true;
-- unsafe no-where @14
DO $$ BEGIN UPDATE orders SET note = ''; END $$;
-- safe no-where @14
UPDATE orders SET note = '' WHERE id = 5;
-- safe no-where @14
INSERT INTO customers (id, name) VALUES (1, 'first');
-- safe no-where @14
CREATE TABLE t (id bigint PRIMARY KEY, a int); UPDATE t SET a = 1;
-- unsafe unbatched-backfill @14
UPDATE orders SET note = '' WHERE note IS NULL;
-- unsafe unbatched-backfill @14
DELETE FROM orders WHERE placed < '2020-01-01';
-- unsafe unbatched-backfill @14
UPDATE orders SET note = c.name FROM customers c WHERE c.id = orders.customer_id;
-- safe unbatched-backfill @14
UPDATE orders SET note = '' WHERE id BETWEEN 1 AND 1000;
-- safe unbatched-backfill @14
DELETE FROM orders WHERE id IN (1, 2, 3);
-- unsafe security-definer @14
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';
-- unsafe security-definer @14
ALTER FUNCTION drawn() SECURITY DEFINER;
-- safe security-definer @14
CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1'; REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
-- safe security-definer @14
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
-- unsafe grant-public @14
GRANT SELECT ON orders TO PUBLIC;
-- unsafe grant-public @14
GRANT ALL ON SCHEMA archive TO PUBLIC;
-- unsafe grant-public @14
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;
-- unsafe grant-public @14
ALTER ROLE reader SUPERUSER;
-- unsafe grant-public @14
CREATE ROLE boss BYPASSRLS;
-- safe grant-public @14
GRANT SELECT ON orders TO reader;
-- safe grant-public @14
REVOKE ALL ON orders FROM PUBLIC;
-- unsafe not-allowed-in-tx @14
BEGIN; CREATE DATABASE other; COMMIT;
-- unsafe not-allowed-in-tx @14
BEGIN; CREATE TABLESPACE fast LOCATION '/fast'; COMMIT;
-- unsafe not-allowed-in-tx @14
BEGIN; REINDEX SCHEMA public; COMMIT;
-- unsafe not-allowed-in-tx @14
BEGIN; VACUUM ANALYZE orders; COMMIT;
-- unsafe mixed-tx-modes @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE INDEX CONCURRENTLY orders_total ON orders (total);
-- unsafe mixed-tx-modes @14
CREATE INDEX CONCURRENTLY orders_total ON orders (total); ALTER TABLE orders ADD COLUMN c int;
-- safe mixed-tx-modes @14
CREATE INDEX CONCURRENTLY orders_total ON orders (total); CREATE INDEX CONCURRENTLY orders_price ON orders (price);
-- unsafe duplicate-assignment @14
UPDATE orders SET note = 'a', note = 'b' WHERE id = 1;
-- unsafe duplicate-assignment @14
INSERT INTO customers (id, name, name) VALUES (1, 'a', 'b');
-- safe duplicate-assignment @14
UPDATE orders SET note = 'a', status = 'b' WHERE id = 1;
-- unsafe function-body @14
CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE items; END $$;
-- unsafe function-body @14
CREATE FUNCTION g() RETURNS void LANGUAGE plpgsql AS $$ BEGIN UPDATE orders SET; END $$;
-- safe function-body @14
CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM orders); END $$;
-- unsafe rls-semantics @14
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
-- safe rls-semantics @14
CREATE TABLE t (id bigint PRIMARY KEY, owner name); ALTER TABLE t ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON t USING (owner = current_user);
-- unsafe dynamic-sql-injection @14
CREATE FUNCTION f(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DROP TABLE ' || n; END $$;
-- safe dynamic-sql-injection @14
CREATE FUNCTION f(n text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('ANALYZE %I', n); END $$;
-- unsafe subscription-in-tx @14
BEGIN; CREATE SUBSCRIPTION s CONNECTION 'host=a' PUBLICATION p; COMMIT;
-- safe nothing @14
COMMENT ON TABLE orders IS 'orders';
-- safe nothing @14
CREATE SEQUENCE s;
-- safe nothing @14
CREATE VIEW v AS SELECT id FROM orders;
-- safe nothing @14
ALTER TABLE orders ADD COLUMN c text;
-- safe nothing @14
CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a text);
-- safe nothing @14
CREATE FUNCTION g() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;
-- safe nothing @14
SELECT 1;
-- safe nothing @14
ALTER SEQUENCE IF EXISTS s RESTART WITH 100;
-- safe nothing @14
ALTER TABLE orders ALTER COLUMN note SET STATISTICS 500;
-- safe nothing @14
CREATE STATISTICS st ON status, code FROM orders;
