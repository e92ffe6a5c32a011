-- state: office
CREATE FUNCTION fresh() RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION fresh() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.notes';
-- the body is analysed and rewritten
CREATE FUNCTION fresh() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.happy_adults';
CREATE FUNCTION fresh() RETURNS void LANGUAGE sql AS 'DELETE FROM app.notes; UPDATE app.rooms SET code = ''x''';
CREATE FUNCTION fresh() RETURNS void LANGUAGE sql AS 'INSERT INTO app.notes (id) SELECT id FROM app.people FOR UPDATE';
CREATE FUNCTION fresh() RETURNS void LANGUAGE sql AS 'WITH gone AS (DELETE FROM app.desks RETURNING id) INSERT INTO app.notes (id) SELECT id FROM gone';
CREATE FUNCTION fresh() RETURNS bigint LANGUAGE sql RETURN (SELECT count(*) FROM app.happy_adults);
-- that of PL/pgSQL is only compiled
CREATE FUNCTION fresh() RETURNS void LANGUAGE plpgsql AS 'BEGIN DELETE FROM app.notes; END';
CREATE FUNCTION describe(integer) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
CREATE OR REPLACE FUNCTION describe(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''x''';
CREATE OR REPLACE FUNCTION describe(integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE FUNCTION describe(bigint) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE OR REPLACE PROCEDURE describe(integer) LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE fresh() LANGUAGE sql AS 'DELETE FROM app.notes';
CREATE PROCEDURE fresh() LANGUAGE plpgsql AS 'BEGIN COMMIT; END';
ALTER FUNCTION describe(integer) STABLE;
ALTER FUNCTION describe(integer) RENAME TO depict;
ALTER FUNCTION describe(integer) SET SCHEMA archive;
ALTER FUNCTION describe(integer) OWNER TO CURRENT_USER;
ALTER FUNCTION describe(integer) RENAME TO mood_of;
COMMENT ON FUNCTION describe(integer) IS 'x';
DROP FUNCTION lonely_function;
DROP FUNCTION lonely_function(integer, integer);
DROP FUNCTION describe;
DROP FUNCTION describe(text);
DROP FUNCTION describe(integer);
DROP FUNCTION describe(integer) CASCADE;
DROP FUNCTION stamp();
DROP FUNCTION stamp() CASCADE;
DROP FUNCTION is_fine(text);
DROP FUNCTION is_fine(text) CASCADE;
DROP FUNCTION IF EXISTS nowhere();
DROP PROCEDURE nothing();
DROP ROUTINE nothing;
CALL nothing();
-- given
SET check_function_bodies = off;
-- then
CREATE FUNCTION fresh() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM app.notes';
