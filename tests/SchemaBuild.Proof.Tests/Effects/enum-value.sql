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
-- given
ALTER TYPE mood ADD VALUE 'glad';
-- then
UPDATE people SET feels = 'glad';
-- given
ALTER TYPE mood RENAME VALUE 'sad' TO 'blue';
-- then
UPDATE people SET feels = 'sad';
