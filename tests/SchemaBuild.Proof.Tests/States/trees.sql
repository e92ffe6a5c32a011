-- Partitions within partitions, keys across them, inheritance, typed tables: everything that ALTER TABLE recurses into.
CREATE SCHEMA app;
SET search_path = app;

CREATE TYPE pair AS (x integer, y text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN required AS text NOT NULL;
CREATE DOMAIN label AS text;
CREATE TYPE mood AS ENUM ('low', 'high');
CREATE FUNCTION roll() RETURNS integer LANGUAGE plpgsql VOLATILE AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION fixed() RETURNS integer LANGUAGE plpgsql STABLE AS $$ BEGIN RETURN 1; END $$;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;

-- By range, one partition of which is partitioned again.
CREATE TABLE logs (id bigint, at date NOT NULL, kind text, size integer, CONSTRAINT size_sane CHECK (size > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE logs_2024 PARTITION OF logs FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE logs_2025 PARTITION OF logs FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE logs_2026 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2027-01-01') PARTITION BY LIST (id);
CREATE TABLE logs_2026_a PARTITION OF logs_2026 FOR VALUES IN (1);
CREATE TABLE logs_2026_rest PARTITION OF logs_2026 DEFAULT;
CREATE INDEX logs_kind ON logs (kind);
CREATE INDEX logs_only_size ON ONLY logs (size);
CREATE INDEX logs_2024_size ON logs_2024 (size);
CREATE TRIGGER logs_touched BEFORE UPDATE ON logs FOR EACH ROW EXECUTE FUNCTION touch();

-- By list, with a DEFAULT that may hold anything.
CREATE TABLE regions (code text, name text) PARTITION BY LIST (code);
CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('eu');
CREATE TABLE regions_rest PARTITION OF regions DEFAULT;

-- By list, with a DEFAULT that is partitioned itself.
CREATE TABLE zones (code text, n integer) PARTITION BY LIST (code);
CREATE TABLE zones_eu PARTITION OF zones FOR VALUES IN ('eu');
CREATE TABLE zones_rest PARTITION OF zones DEFAULT PARTITION BY RANGE (n);
CREATE TABLE zones_rest_1 PARTITION OF zones_rest FOR VALUES FROM (0) TO (10);

-- By list, with a DEFAULT that a CHECK keeps free of 'us'.
CREATE TABLE areas (code text NOT NULL, n integer) PARTITION BY LIST (code);
CREATE TABLE areas_rest PARTITION OF areas DEFAULT;
ALTER TABLE areas_rest ADD CONSTRAINT no_us CHECK (code <> 'us');

-- By hash and by expression.
CREATE TABLE accounts (id integer PRIMARY KEY, owner text) PARTITION BY HASH (id);
CREATE TABLE accounts_0 PARTITION OF accounts FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE accounts_1 PARTITION OF accounts FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE folded (name text) PARTITION BY LIST (lower(name));
CREATE TABLE folded_a PARTITION OF folded FOR VALUES IN ('a');

-- Candidates for ATTACH.
CREATE TABLE logs_2027 (id bigint NOT NULL, at date NOT NULL, kind text, size integer, CONSTRAINT size_sane CHECK (size > 0));
CREATE TABLE logs_2027_checked (
    id bigint NOT NULL, at date NOT NULL, kind text, size integer, CONSTRAINT size_sane CHECK (size > 0),
    CONSTRAINT at_2027 CHECK (at >= '2027-01-01' AND at < '2028-01-01'), PRIMARY KEY (id, at)
);
CREATE INDEX logs_2027_checked_kind ON logs_2027_checked (kind);
CREATE TABLE logs_2027_nullable (id bigint NOT NULL, at date, kind text, size integer, CONSTRAINT size_sane CHECK (size > 0), CONSTRAINT at_2027 CHECK (at >= '2027-01-01' AND at < '2028-01-01'));
CREATE TABLE logs_2027_unchecked (id bigint NOT NULL, at date NOT NULL, kind text, size integer);
CREATE TABLE logs_2027_later (id bigint NOT NULL, at date NOT NULL, kind text, size integer, CONSTRAINT size_sane CHECK (size > 0));
ALTER TABLE logs_2027_later ADD CONSTRAINT at_2027 CHECK (at >= '2027-01-01' AND at < '2028-01-01') NOT VALID;
CREATE TABLE logs_wide (id bigint NOT NULL, at date NOT NULL, kind text, size integer, extra text);
CREATE TABLE logs_narrow (id bigint NOT NULL, at date NOT NULL);
CREATE TABLE logs_other_type (id integer NOT NULL, at date NOT NULL, kind text, size integer);
CREATE TABLE regions_us (code text, name text);
CREATE TABLE regions_us_checked (code text, name text, CHECK (code = 'us' AND code IS NOT NULL));
CREATE TABLE regions_us_in (code text NOT NULL, name text, CHECK (code IN ('us')));
CREATE TABLE regions_parted (code text, name text) PARTITION BY LIST (name);
CREATE TABLE regions_parted_1 PARTITION OF regions_parted FOR VALUES IN ('x');
CREATE TABLE areas_us (code text NOT NULL, n integer, CHECK (code = 'us'));
CREATE TABLE zones_us (code text, n integer);
CREATE TABLE accounts_other (id integer NOT NULL, owner text);

-- Keys across partitioned tables.
CREATE TABLE people (id integer PRIMARY KEY, name text);
CREATE TABLE transfers (id integer, person integer REFERENCES people (id), account integer REFERENCES accounts (id), other integer) PARTITION BY RANGE (id);
CREATE TABLE transfers_1 PARTITION OF transfers FOR VALUES FROM (0) TO (10);
CREATE TABLE transfers_2 PARTITION OF transfers FOR VALUES FROM (10) TO (20);
CREATE TABLE transfers_3 (id integer, person integer, account integer, other integer);
CREATE TABLE notes (account integer REFERENCES accounts (id), person integer REFERENCES people (id), boss integer, other integer);
ALTER TABLE notes ADD CONSTRAINT notes_other FOREIGN KEY (other) REFERENCES people (id) NOT VALID;
CREATE TABLE chains (id integer PRIMARY KEY, next integer REFERENCES chains (id), other integer, third integer);
ALTER TABLE chains ADD CONSTRAINT chains_other FOREIGN KEY (other) REFERENCES chains (id) NOT VALID;

-- Inheritance.
CREATE TABLE vehicles (wheels integer, name text NOT NULL, CONSTRAINT wheels_sane CHECK (wheels > 0), CONSTRAINT own CHECK (name <> 'x') NO INHERIT);
CREATE TABLE cars (doors integer) INHERITS (vehicles);
CREATE TABLE trucks (load integer) INHERITS (cars);
CREATE TABLE boats (wheels integer, name text NOT NULL, CONSTRAINT wheels_sane CHECK (wheels > 0));
CREATE TABLE rafts (wheels integer, name text);
CREATE TABLE sleds (name text NOT NULL);
ALTER TABLE vehicles ADD CONSTRAINT name_short CHECK (length(name) < 100) NOT VALID;

CREATE TABLE typed OF pair;
CREATE TABLE like_pair (x integer, y text);
CREATE TABLE pairs (p pair);
CREATE TABLE rows_of_people (p people);

-- One table with everything a subcommand may be about.
CREATE TABLE goods (
    id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
    counted integer NOT NULL,
    total integer GENERATED ALWAYS AS (counted * 2) STORED,
    name text NOT NULL,
    note text,
    kind varchar(20),
    other integer,
    level integer,
    serial_number serial,
    during int4range,
    CONSTRAINT note_short CHECK (length(note) < 100),
    CONSTRAINT other_present CHECK (other IS NOT NULL AND other > 0),
    CONSTRAINT level_either CHECK (level IS NOT NULL OR other > 0),
    CONSTRAINT goods_name_key UNIQUE (name)
) WITH (fillfactor = 90);
CREATE INDEX goods_note ON goods (note);
CREATE INDEX goods_folded ON goods (lower(note));
CREATE UNIQUE INDEX goods_counted ON goods (counted);
CREATE UNIQUE INDEX goods_kind ON goods (kind);
CREATE UNIQUE INDEX goods_partial ON goods (level) WHERE level > 0;
CREATE UNIQUE INDEX goods_expression ON goods (lower(kind));
CREATE INDEX goods_hash ON goods USING hash (note);
CREATE UNIQUE INDEX goods_descending ON goods (counted DESC);
ALTER TABLE goods ADD CONSTRAINT counted_later CHECK (counted > 0) NOT VALID;
ALTER TABLE goods ADD CONSTRAINT kind_later CHECK (kind IS NOT NULL) NOT VALID;
CREATE TRIGGER goods_touched BEFORE UPDATE ON goods FOR EACH ROW EXECUTE FUNCTION touch();
CREATE RULE goods_rule AS ON DELETE TO goods DO ALSO NOTHING;
CREATE TABLE parts (good integer CONSTRAINT parts_good REFERENCES goods (id), deferrable_good integer CONSTRAINT parts_deferrable REFERENCES goods (id) DEFERRABLE, name text REFERENCES goods (name));
CREATE UNLOGGED TABLE scratch (k integer PRIMARY KEY);
CREATE TABLE bare (a integer, b integer NOT NULL, c text);
CREATE SEQUENCE counter;
CREATE VIEW bare_view AS SELECT a, b FROM bare;
CREATE MATERIALIZED VIEW bare_sums AS SELECT a, b FROM bare;
CREATE UNIQUE INDEX bare_sums_key ON bare_sums (a);
CREATE SCHEMA other;
