-- state: office
DO $$ BEGIN ALTER TABLE notes ADD COLUMN fresh integer; END $$;
DO $$ BEGIN CREATE INDEX fresh ON notes (written); END $$;
DO $$ BEGIN UPDATE notes SET body = 'x'; DELETE FROM rooms WHERE id = 1; END $$;
DO $$ DECLARE n bigint; BEGIN SELECT count(*) INTO n FROM people; END $$;
DO $$ DECLARE n bigint := (SELECT count(*) FROM people); BEGIN NULL; END $$;
DO $$ DECLARE n bigint; BEGIN n := (SELECT count(*) FROM people); n = n + 1; END $$;
DO $$ BEGIN PERFORM id FROM happy_adults; END $$;
DO $$ BEGIN IF EXISTS (SELECT FROM people) THEN DELETE FROM notes; END IF; END $$;
DO $$ DECLARE r record; BEGIN FOR r IN SELECT id FROM people LOOP INSERT INTO notes (id) VALUES (r.id); END LOOP; END $$;
DO $$ BEGIN FOR i IN 1..3 LOOP INSERT INTO notes (id) VALUES (i); END LOOP; END $$;
DO $$ BEGIN EXECUTE 'DELETE FROM notes'; END $$;
DO $$ BEGIN EXECUTE 'DELETE' || ' FROM notes'; END $$;
DO $$ BEGIN EXECUTE format('DELETE FROM %I', 'notes'); END $$;
DO $$ BEGIN EXECUTE format('ALTER TABLE %2$I.%1$I ADD COLUMN x text DEFAULT %3$L', 'notes', 'app', 'it''s'); END $$;
DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); END $$;
DO $$ BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_type WHERE typname = 'mood') THEN CREATE TYPE mood AS ENUM ('a'); END IF; END $$;
DO $$ BEGIN CREATE TABLE fresh (id integer); CREATE INDEX ON fresh (id); END $$;
DO $$ BEGIN COMMIT; END $$;
DO $$ BEGIN VACUUM people; END $$;
DO $$ BEGIN EXECUTE 'CREATE INDEX CONCURRENTLY fresh ON notes (id)'; END $$;
DO $$ BEGIN CALL tidy(); END $$;
DO $$ BEGIN RAISE NOTICE 'x'; END $$;
DO LANGUAGE plpgsql 'BEGIN DROP TABLE notes; END';
CALL tidy();
-- given
CREATE FUNCTION fill() RETURNS void LANGUAGE plpgsql AS $$ BEGIN INSERT INTO app.notes (id) SELECT id FROM app.people; END $$;
-- then
SELECT fill();
-- given
CREATE FUNCTION fill(n integer) RETURNS void LANGUAGE sql AS 'INSERT INTO app.notes (id) SELECT id FROM app.people';
-- then
SELECT fill(3);
-- given
CREATE PROCEDURE close() LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;
-- then
CALL close();
