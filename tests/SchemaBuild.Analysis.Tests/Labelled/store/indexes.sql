-- unsafe index-build-blocks-writes @14
CREATE INDEX orders_total ON orders (total);
-- unsafe index-build-blocks-writes @14
CREATE UNIQUE INDEX orders_note_key ON orders (note);
-- unsafe index-build-blocks-writes @14
CREATE INDEX orders_lower ON orders (lower(note));
-- unsafe index-build-blocks-writes @14
CREATE INDEX orders_open ON orders (status) WHERE status = 'open';
-- unsafe index-build-blocks-writes @14
CREATE INDEX ON public.orders USING gin (data);
-- unsafe index-build-blocks-writes @14
CREATE INDEX orders_brin ON orders USING brin (placed);
-- unsafe index-build-blocks-writes @14
CREATE INDEX IF NOT EXISTS orders_total ON orders (total);
-- unsafe index-build-blocks-writes @14
DO $$ BEGIN CREATE INDEX orders_total ON orders (total); END $$;
-- unsafe index-build-blocks-writes @14
DO $$ BEGIN EXECUTE 'CREATE INDEX orders_total ON orders (total)'; END $$;
-- unsafe index-build-blocks-writes @14
BEGIN; CREATE INDEX orders_total ON orders (total); COMMIT;
-- unsafe index-build-blocks-writes @14
CREATE TABLE t (id bigint PRIMARY KEY, a text); COMMIT; CREATE INDEX t_a ON t (a);
-- unsafe index-build-blocks-writes @14
CREATE TABLE t (id bigint PRIMARY KEY, a text);
-- next
CREATE INDEX t_a ON t (a);
-- unsafe index-build-blocks-writes @14
CREATE TABLE archive.orders (id bigint PRIMARY KEY, a text); CREATE INDEX orders_note2 ON public.orders (status);
-- unsafe index-build-blocks-writes @14
CREATE INDEX daily_n ON daily (n);
-- unsafe index-build-blocks-writes @14
CREATE INDEX items_sku ON items (sku);
-- unsafe index-build-blocks-writes @14
SET search_path = public; CREATE INDEX orders_total ON orders (total);
-- safe index-build-blocks-writes @14
CREATE INDEX CONCURRENTLY orders_total ON orders (total);
-- safe index-build-blocks-writes @14
CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a);
-- safe index-build-blocks-writes @14
CREATE TABLE t AS SELECT 1 AS id, 'x'::text AS a WHERE false; ALTER TABLE t ADD PRIMARY KEY (id); CREATE INDEX t_a ON t (a);
-- safe index-build-blocks-writes @14
CREATE MATERIALIZED VIEW m AS SELECT id, status FROM orders WITH NO DATA; CREATE UNIQUE INDEX m_id ON m (id);
-- safe index-build-blocks-writes @14
CREATE TEMP TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a);
-- safe index-build-blocks-writes @14
DO $$ BEGIN CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a); END $$;
-- safe index-build-blocks-writes @14
BEGIN; CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a); COMMIT;
-- safe index-build-blocks-writes @14
CREATE SCHEMA s; CREATE TABLE s.orders (id bigint PRIMARY KEY, a text); SET search_path = s, public; CREATE INDEX orders_a ON orders (a);
-- safe index-build-blocks-writes @14
CREATE TABLE t (id bigint PRIMARY KEY, a text); ALTER TABLE t RENAME TO u; CREATE INDEX u_a ON u (a);
-- unsafe index-on-partitioned-parent @14
CREATE INDEX measures_value ON measures (value);
-- unsafe index-on-partitioned-parent @14
CREATE INDEX readings_value ON readings (value);
-- safe index-on-partitioned-parent @14
CREATE INDEX measures_value ON ONLY measures (value);
-- safe index-on-partitioned-parent @14
CREATE TABLE p (at date NOT NULL, v int, PRIMARY KEY (at)) PARTITION BY RANGE (at); CREATE INDEX p_v ON p (v);
-- unsafe index-drop-blocks @14
DROP INDEX orders_placed;
-- unsafe index-drop-blocks @14
DROP INDEX IF EXISTS orders_placed;
-- unsafe index-drop-blocks @14
DROP INDEX public.orders_placed, public.orders_customer;
-- unsafe index-drop-blocks @14
DO $$ BEGIN DROP INDEX orders_placed; END $$;
-- safe index-drop-blocks @14
DROP INDEX CONCURRENTLY orders_placed;
-- safe index-drop-blocks @14
CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a); DROP INDEX t_a;
-- safe index-drop-blocks @14
DROP INDEX IF EXISTS never_made;
-- unsafe reindex-blocks @14
REINDEX INDEX orders_placed;
-- unsafe reindex-blocks @14
REINDEX TABLE orders;
-- unsafe reindex-blocks @14
REINDEX (VERBOSE) TABLE orders;
-- safe reindex-blocks @14
REINDEX INDEX CONCURRENTLY orders_placed;
-- safe reindex-blocks @14
REINDEX TABLE CONCURRENTLY orders;
-- safe reindex-blocks @14
CREATE TABLE t (id bigint PRIMARY KEY, a text); CREATE INDEX t_a ON t (a); REINDEX INDEX t_a;
-- unsafe concurrently-in-tx @14
BEGIN; CREATE INDEX CONCURRENTLY orders_total ON orders (total); COMMIT;
-- unsafe concurrently-in-tx @14
BEGIN; DROP INDEX CONCURRENTLY orders_placed; COMMIT;
-- unsafe concurrently-in-tx @14
BEGIN; REINDEX INDEX CONCURRENTLY orders_placed; COMMIT;
-- unsafe concurrently-in-tx @14
BEGIN; ALTER TABLE measures DETACH PARTITION measures_2025 CONCURRENTLY; COMMIT;
-- unsafe concurrently-in-tx @14
START TRANSACTION; CREATE INDEX CONCURRENTLY orders_total ON orders (total); COMMIT;
-- unsafe concurrently-in-tx @14
DO $$ BEGIN CREATE INDEX CONCURRENTLY orders_total ON orders (total); END $$;
-- unsafe concurrently-in-tx @14
BEGIN; VACUUM orders; COMMIT;
-- unsafe concurrently-in-tx @14
BEGIN; ALTER SYSTEM SET work_mem = '8MB'; COMMIT;
-- safe concurrently-in-tx @14
BEGIN; REFRESH MATERIALIZED VIEW CONCURRENTLY daily; COMMIT;
-- unsafe concurrently-on-partitioned @14
CREATE INDEX CONCURRENTLY measures_value ON measures (value);
-- unsafe concurrently-on-partitioned @14
CREATE INDEX measures_value ON ONLY measures (value);
-- next
DROP INDEX CONCURRENTLY measures_value;
-- safe concurrently-on-partitioned @14
CREATE INDEX CONCURRENTLY measures_2025_value ON measures_2025 (value);
-- unsafe invalid-index-leftover @14
CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_total ON orders (total);
-- safe invalid-index-leftover @14
DROP INDEX CONCURRENTLY IF EXISTS orders_total; CREATE INDEX CONCURRENTLY orders_total ON orders (total);
-- unsafe drop-index-backing-constraint @14
DROP INDEX orders_pkey;
-- unsafe drop-index-backing-constraint @14
DROP INDEX CONCURRENTLY customers_pkey;
-- unsafe redundant-index @14
CREATE INDEX CONCURRENTLY orders_placed2 ON orders (placed);
-- unsafe redundant-index @14
CREATE INDEX CONCURRENTLY items_again ON items (order_id);
-- safe redundant-index @14
CREATE INDEX CONCURRENTLY orders_placed2 ON orders (placed) WHERE status = 'open';
-- safe redundant-index @14
CREATE INDEX CONCURRENTLY orders_placed2 ON orders USING brin (placed);
-- unsafe wide-index @14
CREATE INDEX CONCURRENTLY orders_wide ON orders (customer_id, status, placed, qty, code);
-- safe wide-index @14
CREATE UNIQUE INDEX CONCURRENTLY orders_wide ON orders (customer_id, status, placed, qty, code);
-- safe wide-index @14
CREATE INDEX CONCURRENTLY orders_cover ON orders (status) INCLUDE (placed, qty, code);
-- unsafe hash-index @14
CREATE INDEX CONCURRENTLY orders_hash ON orders USING hash (code);
-- unsafe fk-without-index @14
ALTER TABLE orders ADD CONSTRAINT o_c FOREIGN KEY (qty) REFERENCES customers (id) NOT VALID;
-- unsafe fk-without-index @14
CREATE TABLE t (id bigint PRIMARY KEY, parent bigint, CONSTRAINT t_parent FOREIGN KEY (parent) REFERENCES t (id));
-- safe fk-without-index @14
CREATE TABLE t (id bigint PRIMARY KEY, parent bigint, CONSTRAINT t_parent FOREIGN KEY (parent) REFERENCES t (id)); CREATE INDEX t_parents ON t (parent);
-- unsafe unnamed-object @14
CREATE INDEX CONCURRENTLY ON orders (total);
-- unsafe unnamed-object @14
ALTER TABLE orders ADD CHECK (qty > 0) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT orders_qty_check;
-- safe unnamed-object @14
CREATE INDEX CONCURRENTLY named ON orders (total);
-- unsafe long-build-ann @14
CREATE TABLE docs (id bigint PRIMARY KEY, v vector(3));
-- next
CREATE INDEX docs_v ON docs USING hnsw (v vector_l2_ops);
-- unsafe long-build-ann @14
CREATE TABLE docs (id bigint PRIMARY KEY, v vector(3));
-- next
CREATE INDEX docs_v ON docs USING ivfflat (v vector_l2_ops);
