-- An office: types of all kinds in use, functions with overloads, views over views, triggers on partitions, rules, publications, cascading keys.
CREATE SCHEMA app;
CREATE SCHEMA archive;
SET search_path = app;

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE unused_mood AS ENUM ('x');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN small_positive AS positive CONSTRAINT below_100 CHECK (VALUE < 100);
CREATE DOMAIN pending AS integer;
ALTER DOMAIN pending ADD CONSTRAINT not_ten CHECK (VALUE <> 10) NOT VALID;
CREATE DOMAIN lonely AS text;
CREATE TYPE place AS (street text, floor small_positive);
CREATE TYPE span AS RANGE (subtype = integer);
CREATE SEQUENCE badge_numbers;
CREATE SEQUENCE spare_numbers;

CREATE FUNCTION describe(integer) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1::text';
CREATE FUNCTION describe(text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT $1';
CREATE FUNCTION next_badge() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN nextval('app.badge_numbers'); END $$;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION mood_of(mood) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1';
CREATE FUNCTION is_fine(text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE FUNCTION lonely_function(a integer, b integer DEFAULT 2) RETURNS integer LANGUAGE sql AS 'SELECT 1';
CREATE PROCEDURE tidy() LANGUAGE plpgsql AS $$ BEGIN DELETE FROM app.notes; END $$;
CREATE PROCEDURE nothing() LANGUAGE sql AS 'SELECT 1';

CREATE TABLE rooms (id integer PRIMARY KEY, at place, code text DEFAULT app.describe(1), CONSTRAINT code_fine CHECK (app.is_fine(code)));
CREATE TABLE people (
    id bigint PRIMARY KEY,
    badge bigint DEFAULT nextval('badge_numbers'),
    email text UNIQUE,
    feels mood DEFAULT 'ok',
    age positive,
    shoe small_positive,
    lucky pending,
    hours span,
    grades positive[],
    room_id integer REFERENCES rooms (id) ON DELETE CASCADE,
    boss_id bigint REFERENCES people (id) ON DELETE SET NULL
);
CREATE TABLE desks (id serial PRIMARY KEY, person_id bigint REFERENCES people (id) ON DELETE CASCADE ON UPDATE CASCADE, label text);
CREATE TABLE lamps (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, desk_id integer REFERENCES desks (id));
CREATE TABLE late (id integer, person_id bigint, FOREIGN KEY (person_id) REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE notes (id integer, body text, written date);
CREATE INDEX notes_described ON notes (app.describe(id));
CREATE TABLE log (id bigint, day date NOT NULL, feels mood) PARTITION BY RANGE (day);
CREATE TABLE log_2024 PARTITION OF log FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE log_2025 PARTITION OF log FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX log_id ON log (id);
CREATE TABLE animal (name text, age positive);
CREATE TABLE cat (lives integer) INHERITS (animal);
CREATE TABLE dog () INHERITS (animal);
CREATE TABLE archive.old_notes (id integer);
CREATE UNLOGGED TABLE cache (k integer PRIMARY KEY);

CREATE VIEW adults AS SELECT id, email, feels FROM people WHERE age > 17;
CREATE VIEW happy_adults AS SELECT id, email FROM adults WHERE feels = 'happy';
CREATE VIEW all_animals AS SELECT name FROM animal;
CREATE VIEW log_days AS SELECT day FROM log;
CREATE VIEW described AS SELECT describe(id) AS text FROM notes;
CREATE VIEW solo AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW mood_counts AS SELECT feels, count(*) AS n FROM people GROUP BY feels;
CREATE UNIQUE INDEX mood_counts_key ON mood_counts (feels);
CREATE MATERIALIZED VIEW adult_emails AS SELECT email FROM adults;
CREATE MATERIALIZED VIEW empty_view AS SELECT id FROM notes WITH NO DATA;
CREATE UNIQUE INDEX empty_view_key ON empty_view (id);

CREATE TRIGGER stamped BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER log_stamped BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE TRIGGER note_body BEFORE UPDATE OF body ON notes FOR EACH ROW EXECUTE FUNCTION stamp();
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON notes FOR SELECT USING (app.is_fine(body));
CREATE POLICY residents ON rooms USING (EXISTS (SELECT FROM app.people WHERE room_id = rooms.id));
CREATE RULE keep AS ON DELETE TO cache DO INSTEAD NOTHING;
CREATE RULE copy_notes AS ON INSERT TO cache DO ALSO INSERT INTO app.notes (id) VALUES (NEW.k);
CREATE STATISTICS note_stats ON id, written FROM notes;
CREATE PUBLICATION bulletin FOR TABLE lamps, rooms;

INSERT INTO rooms (id) VALUES (1), (2);
INSERT INTO people (id, email, age, shoe, lucky, room_id) SELECT g, 'e' || g, g, g, 7, 1 FROM generate_series(1, 30) g;
INSERT INTO desks (person_id) SELECT g FROM generate_series(1, 5) g;
INSERT INTO notes SELECT g, 'b', '2024-01-01' FROM generate_series(1, 10) g;
INSERT INTO log VALUES (1, '2024-05-05', 'ok');
INSERT INTO cat VALUES ('tom', 3, 9);
REFRESH MATERIALIZED VIEW mood_counts;
