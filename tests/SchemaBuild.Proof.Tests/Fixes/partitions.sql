--- case: a partition is detached concurrently
--- fixes: SB1044
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- next migration
ALTER TABLE events DETACH PARTITION events_1;

--- case: a partition of a list of columns
--- fixes: SB1044
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at, kind);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01', 'a') TO ('2026-02-01', 'b');
--- next migration
ALTER TABLE events DETACH PARTITION events_1;

--- case: a partition of a list
--- fixes: SB1044
CREATE TABLE events (at date, kind text) PARTITION BY LIST (kind);
CREATE TABLE events_1 PARTITION OF events FOR VALUES IN ('a', NULL);
--- next migration
ALTER TABLE events DETACH PARTITION events_1;

--- case: an index of a partitioned table is built on each partition
--- fixes: SB1001 SB1001
CREATE TABLE events (at date NOT NULL, kind text, note text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE "Events 2" PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
--- next migration
CREATE UNIQUE INDEX "Events Kinds" /* the key too */ ON events USING btree (at, lower(kind) COLLATE "C" DESC) INCLUDE (note) WITH (fillfactor = 80) WHERE kind IS NOT NULL;

--- case: an index without a name, one that is there already, and a tree of partitions
--- fixes: SB1001 SB1001
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01') PARTITION BY LIST (kind);
CREATE TABLE events_1_a PARTITION OF events_1 FOR VALUES IN ('a');
CREATE TABLE events_1_rest PARTITION OF events_1 DEFAULT PARTITION BY HASH (at);
CREATE TABLE events_1_rest_0 PARTITION OF events_1_rest FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE INDEX events_2_there ON events_2 (kind);
CREATE TABLE events_1_a_kind_idx (id bigint PRIMARY KEY);
--- next migration
create index on events(kind)

--- case: an index of a partitioned table among other statements, in a file that cannot be split
--- fixes: SB1001
CREATE TABLE %schema%.events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE %schema%.events_of_january_with_a_name_as_long_as_a_table_can_have_0123456 PARTITION OF %schema%.events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- next migration
CREATE TABLE other (id bigint PRIMARY KEY);
CREATE INDEX IF NOT EXISTS events_kind ON %schema%.events (kind, at, kind);
INSERT INTO other VALUES (1);
--- next migration
CREATE TABLE third (id bigint PRIMARY KEY);

--- case: two indexes of a partitioned table, whose partitions have columns in another order
--- fixes: SB1001 SB1001
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 (kind text, at date NOT NULL);
ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- next migration
CREATE INDEX events_kind ON events (kind);
CREATE INDEX events_kind_at ON events (kind, at);

--- case: a partition is attached after a CHECK has proved its bound
--- fixes: SB1003
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE "Events.1" (at date NOT NULL, kind text);
--- next migration
-- the rows of January
ALTER TABLE events ATTACH PARTITION "Events.1" FOR VALUES FROM ('2026-01-01') TO (DATE '2026-02-01'); -- moved last week

--- case: a partition without a lower end, whose key may be null
--- fixes: SB1003
CREATE TABLE numbers (n bigint, kind text) PARTITION BY RANGE (n);
CREATE TABLE numbers_1 (n bigint, kind text);
--- next migration
ALTER TABLE ONLY numbers ATTACH PARTITION numbers_1 FOR VALUES FROM (MINVALUE) TO (-5)

--- case: a partition of a list, beside a DEFAULT one
--- fixes: SB1003 SB1003
CREATE TABLE %schema%.regions (code text, value int) PARTITION BY LIST (code);
CREATE TABLE %schema%.regions_rest PARTITION OF %schema%.regions DEFAULT;
CREATE TABLE %schema%.regions_ab (code text, value int);
--- next migration
BEGIN;
ALTER TABLE %schema%.regions ATTACH PARTITION %schema%.regions_ab FOR VALUES IN ('a', 'b''s');
COMMIT;

--- case: a DEFAULT partition is attached
--- fixes: SB1003
CREATE TABLE readings (at date NOT NULL, value int) PARTITION BY RANGE (at);
CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE readings_2 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE TABLE readings_rest (at date NOT NULL, value int);
--- next migration
ALTER TABLE readings ATTACH PARTITION readings_rest DEFAULT;

--- case: a new partition beside a DEFAULT one
--- fixes: SB1003
CREATE TABLE readings (at date NOT NULL, value int) PARTITION BY RANGE (at);
CREATE TABLE readings_rest PARTITION OF readings DEFAULT;
--- next migration
CREATE TABLE readings_1 PARTITION OF readings FOR VALUES FROM ('2026-01-01') TO (MAXVALUE);
