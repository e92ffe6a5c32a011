-- unsafe check-without-not-valid @14
ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0);
-- unsafe check-without-not-valid @14
ALTER TABLE orders ADD CHECK (qty > 0);
-- unsafe check-without-not-valid @14
ALTER TABLE measures ADD CONSTRAINT c CHECK (value > 0);
-- unsafe check-without-not-valid @14
BEGIN; ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0); COMMIT;
-- unsafe check-without-not-valid @14
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0); END $$;
-- safe check-without-not-valid @14
ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT c;
-- safe check-without-not-valid @14
CREATE TABLE t (id bigint PRIMARY KEY, a int); ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0);
-- unsafe fk-without-not-valid @14
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id);
-- unsafe fk-without-not-valid @14
ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers;
-- unsafe fk-without-not-valid @14
ALTER TABLE items ADD COLUMN customer bigint DEFAULT 1 REFERENCES customers (id);
-- unsafe fk-without-not-valid @14
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id); END $$;
-- safe fk-without-not-valid @14
CREATE TABLE t (id bigint PRIMARY KEY, p bigint); CREATE TABLE u (id bigint PRIMARY KEY, t bigint); CREATE INDEX u_t ON u (t); ALTER TABLE u ADD CONSTRAINT f FOREIGN KEY (t) REFERENCES t (id);
-- safe fk-without-not-valid @14
ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT f;
-- unsafe fk-locks-parent @14
CREATE TABLE t (id bigint PRIMARY KEY, customer bigint REFERENCES customers (id)); CREATE INDEX t_customer ON t (customer);
-- unsafe fk-locks-parent @14
ALTER TABLE items DROP CONSTRAINT items_order;
-- unsafe fk-locks-parent @14
DROP TABLE items;
-- safe fk-locks-parent @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY, t bigint REFERENCES t (id)); CREATE INDEX u_t ON u (t);
-- unsafe multiple-fks-one-tx @14
CREATE TABLE t (id bigint PRIMARY KEY, c bigint REFERENCES customers (id), o bigint REFERENCES orders (id)); CREATE INDEX t_c ON t (c); CREATE INDEX t_o ON t (o);
-- unsafe multiple-fks-one-tx @14
ALTER TABLE items ADD COLUMN c bigint; ALTER TABLE items ADD CONSTRAINT f FOREIGN KEY (c) REFERENCES customers (id) NOT VALID; ALTER TABLE customers ADD COLUMN last bigint; ALTER TABLE customers ADD CONSTRAINT g FOREIGN KEY (last) REFERENCES orders (id) NOT VALID;
-- unsafe validate-in-same-tx @14
ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT c;
-- unsafe validate-in-same-tx @14
BEGIN; ALTER TABLE orders ADD CONSTRAINT f FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID; ALTER TABLE orders VALIDATE CONSTRAINT f; COMMIT;
-- safe validate-in-same-tx @14
BEGIN; ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0) NOT VALID; COMMIT; BEGIN; ALTER TABLE orders VALIDATE CONSTRAINT c; COMMIT;
-- unsafe not-valid-never-validated @14
ALTER TABLE orders ADD CONSTRAINT c CHECK (qty > 0) NOT VALID;
-- next
CREATE TABLE t (id bigint PRIMARY KEY);
-- unsafe unique-without-index @14
ALTER TABLE orders ADD CONSTRAINT u UNIQUE (code);
-- unsafe unique-without-index @14
ALTER TABLE orders ADD UNIQUE (code, status);
-- unsafe unique-without-index @14
ALTER TABLE customers ADD CONSTRAINT u UNIQUE (email) DEFERRABLE;
-- safe unique-without-index @14
CREATE UNIQUE INDEX CONCURRENTLY orders_code ON orders (code);
-- next
ALTER TABLE orders ADD CONSTRAINT orders_code UNIQUE USING INDEX orders_code;
-- safe unique-without-index @14
CREATE TABLE t (id bigint PRIMARY KEY, a int); ALTER TABLE t ADD CONSTRAINT u UNIQUE (a);
-- unsafe pk-without-index @14
CREATE TABLE t (id bigint NOT NULL);
-- next
ALTER TABLE t ADD PRIMARY KEY (id);
-- unsafe pk-without-index @14
CREATE TABLE t (id bigint NOT NULL);
-- next
ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY (id);
-- safe pk-without-index @14
CREATE TABLE t (id bigint NOT NULL); ALTER TABLE t ADD PRIMARY KEY (id);
-- safe pk-without-index @14
CREATE TABLE t (id bigint NOT NULL, PRIMARY KEY (id)); ALTER TABLE t ADD COLUMN a int;
-- unsafe pk-using-nullable-index @14
CREATE TABLE t (id bigint);
-- next
CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);
-- next
ALTER TABLE t ADD PRIMARY KEY USING INDEX t_id;
-- safe pk-using-nullable-index @14
CREATE TABLE t (id bigint NOT NULL);
-- next
CREATE UNIQUE INDEX CONCURRENTLY t_id ON t (id);
-- next
ALTER TABLE t ADD CONSTRAINT t_pk PRIMARY KEY USING INDEX t_id;
-- unsafe exclusion-constraint @14
ALTER TABLE orders ADD CONSTRAINT x EXCLUDE USING gist (placed WITH =);
-- unsafe exclusion-constraint @14
ALTER TABLE orders ADD CONSTRAINT x EXCLUDE USING btree (code WITH =);
-- unsafe drop-primary-key @14
CREATE PUBLICATION p FOR TABLE orders;
-- next
ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE;
-- unsafe drop-primary-key @14
CREATE PUBLICATION p FOR TABLE customers;
-- next
ALTER TABLE customers DROP CONSTRAINT customers_pkey;
-- unsafe domain-constraint-add @14
CREATE TABLE t (id bigint PRIMARY KEY, p plain);
-- next
ALTER DOMAIN plain ADD CONSTRAINT small CHECK (VALUE < 100);
-- unsafe domain-constraint-add @14
CREATE TABLE t (id bigint PRIMARY KEY, p plain);
-- next
ALTER DOMAIN plain SET NOT NULL;
-- safe domain-constraint-add @14
ALTER DOMAIN plain ADD CONSTRAINT small CHECK (VALUE < 100);
-- unsafe fk-type-mismatch @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY, t int REFERENCES t (id)); CREATE INDEX u_t ON u (t);
-- unsafe fk-set-null-on-not-null @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY, t bigint NOT NULL REFERENCES t (id) ON DELETE SET NULL); CREATE INDEX u_t ON u (t);
-- safe fk-set-null-on-not-null @14
CREATE TABLE t (id bigint PRIMARY KEY); CREATE TABLE u (id bigint PRIMARY KEY, t bigint REFERENCES t (id) ON DELETE SET NULL); CREATE INDEX u_t ON u (t);
-- unsafe fk-not-valid-partitioned @14
ALTER TABLE measures ADD CONSTRAINT f FOREIGN KEY (value) REFERENCES customers (id) NOT VALID;
