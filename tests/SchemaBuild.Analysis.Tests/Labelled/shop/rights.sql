-- unsafe disable-trigger
ALTER TABLE orders DISABLE TRIGGER ALL;
-- unsafe rls-semantics
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
-- safe rls-semantics: with a policy in the same transaction
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (owner = (SELECT current_user));
-- unsafe rls-semantics: a policy that nothing switches on
CREATE POLICY own ON secrets USING (owner = (SELECT current_user));
-- unsafe rls-semantics: everybody sees everything
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY all_rows ON secrets USING (true);
-- unsafe rule
CREATE RULE no_delete AS ON DELETE TO lines DO INSTEAD NOTHING;
-- unsafe security-definer
CREATE FUNCTION open_door() RETURNS integer LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$;
-- safe security-definer
CREATE FUNCTION open_door() RETURNS integer LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ SELECT 1 $$;
REVOKE EXECUTE ON FUNCTION open_door() FROM PUBLIC;
-- safe security-definer: SECURITY INVOKER is the default
CREATE FUNCTION open_door() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
-- unsafe security-invoker-view
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (owner = (SELECT current_user));
CREATE VIEW shown AS SELECT id, value FROM secrets;
-- safe security-invoker-view
ALTER TABLE secrets ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON secrets USING (owner = (SELECT current_user));
CREATE VIEW shown WITH (security_invoker = true) AS SELECT id, value FROM secrets;
-- unsafe grant-public
GRANT SELECT ON orders TO PUBLIC;
-- unsafe grant-public
GRANT ALL PRIVILEGES ON ALL TABLES IN SCHEMA public TO PUBLIC;
-- unsafe grant-public
CREATE ROLE boss SUPERUSER;
-- safe grant-public
CREATE ROLE reader NOLOGIN;
GRANT SELECT ON orders TO reader;
-- unsafe dynamic-sql-injection
CREATE FUNCTION run(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'DELETE FROM orders WHERE note = ''' || t || ''''; END $$;
-- safe dynamic-sql-injection
CREATE FUNCTION run(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE format('ANALYZE %I', t); END $$;
-- safe dynamic-sql-injection
CREATE FUNCTION run(t text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE 'SELECT count(*) FROM orders WHERE note = $1' USING t; END $$;
-- unsafe extension
CREATE EXTENSION file_fdw;
-- unsafe create-enum
CREATE TYPE size AS ENUM ('s', 'm', 'l');
-- unsafe enum-add-in-tx: the new value is used at once
ALTER TYPE mood ADD VALUE 'happy';
ALTER TABLE customers ALTER COLUMN temper SET DEFAULT 'happy';
-- unsafe enum-add-in-tx: the new value is used at once
BEGIN;
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok';
UPDATE customers SET temper = 'happy' WHERE id = 1;
COMMIT;
-- safe enum-add-in-tx: used by the next migration
ALTER TYPE mood ADD VALUE 'happy' AFTER 'ok';
-- next
ALTER TABLE customers ALTER COLUMN temper SET DEFAULT 'happy';
-- unsafe enum-ordering
ALTER TYPE mood ADD VALUE 'happy';
-- unsafe enum-rename-remove
ALTER TYPE mood RENAME VALUE 'ok' TO 'fine';
-- unsafe publication-all-tables
CREATE PUBLICATION everything FOR ALL TABLES;
-- unsafe publication-all-tables
CREATE PUBLICATION most FOR TABLES IN SCHEMA public;
-- safe publication-all-tables
CREATE PUBLICATION a_few FOR TABLE orders;
-- unsafe replica-identity
ALTER TABLE orders REPLICA IDENTITY FULL;
-- unsafe replica-identity
ALTER TABLE orders REPLICA IDENTITY NOTHING;
-- safe replica-identity
ALTER TABLE customers REPLICA IDENTITY USING INDEX customers_email;
-- unsafe subscription-in-tx
BEGIN;
CREATE SUBSCRIPTION feed CONNECTION 'host=primary dbname=shop' PUBLICATION feed;
COMMIT;
-- unsafe long-build-ann
CREATE INDEX orders_during ON orders USING gist (during);
