--- case: an index is built concurrently
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
--- next migration
CREATE INDEX orders_total ON orders (total);

--- case: whatever else the index says stays, and comments between the tokens too
--- fixes: SB1001
CREATE TABLE "Odd.Orders" (id bigint PRIMARY KEY, "Größe" text, note text);
--- next migration
/* INDEX é */ CREATE -- the INDEX
	UNIQUE /* of */ INDEX IF NOT EXISTS "odd.index" ON "Odd.Orders" USING btree (lower("Größe") DESC NULLS LAST, note) INCLUDE (id) WITH (fillfactor = 70) WHERE note IS NOT NULL -- end
;

--- case: an index without a name
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
create index on orders(total)

--- case: several indexes of one file
--- fixes: SB1001 SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
--- next migration
CREATE INDEX orders_total ON orders (total); CREATE INDEX orders_note ON orders (note);

--- case: an index among other statements gets a migration of its own
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
SET search_path = %schema%, pg_catalog;
CREATE TABLE other (id int);
-- finds orders by their total
CREATE INDEX orders_total ON %schema%.orders (total); -- why
INSERT INTO other VALUES (1);

--- case: an index in the file's own transaction
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
BEGIN;
SET LOCAL lock_timeout = '2s';
CREATE INDEX orders_total ON orders (total);
COMMIT;

--- case: between two files whose versions follow each other there is no room for a third
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
CREATE TABLE other (id int);
CREATE INDEX orders_total ON orders (total);
--- next migration
CREATE TABLE third (id int);

--- case: indexes are dropped one by one
--- fixes: SB1004 SB1004
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
CREATE INDEX orders_total ON orders (total);
CREATE INDEX "orders.note" ON orders (note);
--- next migration
DROP INDEX IF EXISTS orders_total, /* and */ "orders.note" RESTRICT;

--- case: an index is dropped
--- fixes: SB1004
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE INDEX orders_total ON orders (total);
--- next migration
drop index orders_total;

--- case: an index is rebuilt
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE INDEX orders_total ON orders (total);
--- next migration
REINDEX (VERBOSE) INDEX orders_total;

--- case: all indexes of a table are rebuilt
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE INDEX orders_total ON orders (total);
--- next migration
REINDEX TABLE orders;

--- case: a materialized view is refreshed while it is read
--- fixes: SB1002
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
CREATE MATERIALIZED VIEW totals AS SELECT id, total FROM orders;
CREATE UNIQUE INDEX totals_id ON totals (id);
--- next migration
refresh /* nightly */ materialized VIEW totals WITH DATA;
