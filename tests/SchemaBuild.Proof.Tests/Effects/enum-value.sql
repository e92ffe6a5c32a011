-- state: office
INSERT INTO log VALUES (1, '2024-05-05', 'nowhere');
INSERT INTO people (id, feels) VALUES (200, 'nowhere');
UPDATE people SET feels = 'nowhere';
UPDATE people SET feels = 'sad';
SELECT * FROM people WHERE feels = 'nowhere';
SELECT * FROM people WHERE feels IN ('sad', 'nowhere');
SELECT 'nowhere'::mood;
SELECT 'sad'::mood;
CREATE VIEW fresh AS SELECT id FROM people WHERE feels = 'nowhere';
-- a new value must be committed before it is used
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; UPDATE people SET feels = 'glad'; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; INSERT INTO people (id, feels) VALUES (200, 'glad'); END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; PERFORM id FROM people WHERE feels = 'glad'; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; PERFORM 'glad'::mood; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; UPDATE people SET feels = 'sad'; END $$;
-- ... unless the type is new, too, since PostgreSQL 17
DO $$ BEGIN CREATE TYPE fresh AS ENUM ('a'); ALTER TYPE fresh ADD VALUE 'b'; PERFORM 'b'::fresh; END $$;
-- also where an expression is only stored
ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'nowhere';
ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'sad';
ALTER TABLE people ADD COLUMN felt mood DEFAULT 'nowhere';
ALTER TABLE people ADD CONSTRAINT feels_fine CHECK (feels <> 'nowhere') NOT VALID;
CREATE INDEX fresh ON people (id) WHERE feels = 'nowhere';
CREATE POLICY fresh ON people USING (feels = 'nowhere');
CREATE TABLE fresh (feels mood DEFAULT 'nowhere');
CREATE TABLE fresh (feels mood CHECK (feels IN ('sad', 'nowhere')));
CREATE TABLE fresh (feels mood DEFAULT 'sad' CHECK (feels IN ('sad', 'ok')));
ALTER TABLE desks ALTER COLUMN label TYPE mood USING 'nowhere'::mood;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'glad'; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; ALTER TABLE people ADD COLUMN felt mood DEFAULT 'glad'; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; ALTER TABLE people ADD CONSTRAINT feels_fine CHECK (feels <> 'glad') NOT VALID; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; CREATE INDEX fresh ON people (id) WHERE feels = 'glad'; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; CREATE POLICY fresh ON people USING (feels = 'glad'); END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; CREATE TABLE fresh (feels mood DEFAULT 'glad'); END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; CREATE FUNCTION fresh() RETURNS mood LANGUAGE sql AS $f$ SELECT 'glad'::mood $f$; END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; ALTER TABLE people ALTER COLUMN feels SET DEFAULT 'sad'; END $$;
DO $$ BEGIN CREATE TABLE fresh (feels mood) PARTITION BY LIST (feels); CREATE TABLE fresh_1 PARTITION OF fresh FOR VALUES IN ('sad'); END $$;
DO $$ BEGIN ALTER TYPE mood ADD VALUE 'glad'; CREATE TABLE fresh (feels mood) PARTITION BY LIST (feels); CREATE TABLE fresh_1 PARTITION OF fresh FOR VALUES IN ('glad'); END $$;
DO $$ BEGIN CREATE TYPE fresh_mood AS ENUM ('a'); CREATE TABLE fresh (feels fresh_mood DEFAULT 'a'); INSERT INTO fresh VALUES ('a'); END $$;
-- given
ALTER TYPE mood ADD VALUE 'glad';
-- then
UPDATE people SET feels = 'glad';
-- given
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
-- then
UPDATE people SET feels = 'sad';
