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
