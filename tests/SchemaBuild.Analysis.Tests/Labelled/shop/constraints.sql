-- unsafe check-without-not-valid
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0);
-- unsafe check-without-not-valid: inside a DO block
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0); END $$;
-- safe check-without-not-valid
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT quantity_positive;
-- safe check-without-not-valid: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
ALTER TABLE fresh ADD CONSTRAINT n_positive CHECK (n > 0);
-- unsafe fk-without-not-valid
ALTER TABLE lines ADD CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id);
-- safe fk-without-not-valid: the referencing table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, parent bigint);
CREATE INDEX fresh_parent ON fresh (parent);
CREATE TABLE other (id bigint PRIMARY KEY);
ALTER TABLE fresh ADD CONSTRAINT fresh_parent_key FOREIGN KEY (parent) REFERENCES other (id);
-- unsafe fk-locks-parent
ALTER TABLE lines ADD CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id) NOT VALID;
-- unsafe fk-locks-parent
CREATE TABLE returns (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id));
CREATE INDEX returns_by_order ON returns (order_id);
-- unsafe fk-locks-parent: both tables are locked when a key goes
ALTER TABLE orders DROP CONSTRAINT orders_customer;
-- safe fk-locks-parent: both are new
CREATE TABLE tops (id bigint PRIMARY KEY);
CREATE TABLE subs (id bigint PRIMARY KEY, top bigint NOT NULL REFERENCES tops (id));
CREATE INDEX subs_by_top ON subs (top);
-- unsafe multiple-fks-one-tx
CREATE TABLE returns (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id), customer_id bigint NOT NULL REFERENCES customers (id));
CREATE INDEX returns_by_order ON returns (order_id);
CREATE INDEX returns_by_customer ON returns (customer_id);
-- unsafe validate-in-same-tx
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT quantity_positive;
-- safe validate-in-same-tx: in transactions of their own
BEGIN;
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0) NOT VALID;
COMMIT;
BEGIN;
ALTER TABLE orders VALIDATE CONSTRAINT quantity_positive;
COMMIT;
-- safe validate-in-same-tx: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
ALTER TABLE fresh ADD CONSTRAINT n_positive CHECK (n > 0) NOT VALID;
ALTER TABLE fresh VALIDATE CONSTRAINT n_positive;
-- unsafe not-valid-never-validated
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0) NOT VALID;
-- next
CREATE TABLE unrelated (id bigint PRIMARY KEY);
-- unsafe unique-without-index
ALTER TABLE orders ADD CONSTRAINT orders_note UNIQUE (note);
-- safe unique-without-index
-- schemabuild:no-transaction
CREATE UNIQUE INDEX CONCURRENTLY orders_total ON orders (total);
-- next
ALTER TABLE orders ADD CONSTRAINT orders_total UNIQUE USING INDEX orders_total;
-- safe unique-without-index: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, n integer);
ALTER TABLE fresh ADD CONSTRAINT fresh_n UNIQUE (n);
-- unsafe pk-without-index
CREATE TABLE keyless (id bigint NOT NULL, n integer);
-- next
ALTER TABLE keyless ADD PRIMARY KEY (id);
-- safe pk-without-index: the table is new
CREATE TABLE fresh (id bigint NOT NULL);
ALTER TABLE fresh ADD PRIMARY KEY (id);
-- unsafe pk-using-nullable-index
CREATE TABLE keyless (id bigint, n integer);
-- next
-- schemabuild:no-transaction
CREATE UNIQUE INDEX CONCURRENTLY keyless_id ON keyless (id);
-- next
ALTER TABLE keyless ADD PRIMARY KEY USING INDEX keyless_id;
-- safe pk-using-nullable-index: NOT NULL before
-- schemabuild:no-transaction
CREATE UNIQUE INDEX CONCURRENTLY regions_us_key ON regions_us (id, code);
-- next
ALTER TABLE regions_us ADD CONSTRAINT regions_us_key PRIMARY KEY USING INDEX regions_us_key;
-- unsafe exclusion-constraint
ALTER TABLE orders ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
-- safe exclusion-constraint: the table is new
CREATE TABLE bookings (id bigint PRIMARY KEY, during tstzrange NOT NULL);
ALTER TABLE bookings ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&);
-- unsafe not-null-constraint-18 @18
ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note;
-- safe not-null-constraint-18 @18
ALTER TABLE orders ADD CONSTRAINT note_there NOT NULL note NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT note_there;
-- unsafe not-enforced @18
ALTER TABLE orders ADD CONSTRAINT quantity_positive CHECK (quantity > 0) NOT ENFORCED;
-- unsafe drop-constraint
CREATE TABLE pairs (a bigint PRIMARY KEY, b bigint NOT NULL CONSTRAINT pairs_b UNIQUE);
-- next
ALTER TABLE pairs DROP CONSTRAINT pairs_b;
-- safe drop-constraint: the table is new
CREATE TABLE pairs (a bigint PRIMARY KEY, b bigint NOT NULL CONSTRAINT pairs_b UNIQUE);
ALTER TABLE pairs DROP CONSTRAINT pairs_b;
-- unsafe drop-primary-key: a published table
ALTER TABLE profiles DROP CONSTRAINT profiles_pkey;
-- unsafe domain-constraint-add
ALTER DOMAIN positive ADD CONSTRAINT small CHECK (VALUE < 1000000);
-- unsafe domain-constraint-add
ALTER DOMAIN positive SET NOT NULL;
-- safe domain-constraint-add: nobody uses it
ALTER DOMAIN label ADD CONSTRAINT short CHECK (length(VALUE) < 100);
-- unsafe domain-with-constraint
CREATE DOMAIN percent AS integer CHECK (VALUE BETWEEN 0 AND 100);
-- safe domain-with-constraint
CREATE DOMAIN slug AS text;
-- unsafe fk-type-mismatch
CREATE TABLE returns (id bigint PRIMARY KEY, order_id integer NOT NULL REFERENCES orders (id));
CREATE INDEX returns_by_order ON returns (order_id);
-- unsafe fk-set-null-on-not-null
CREATE TABLE tops (id bigint PRIMARY KEY);
CREATE TABLE subs (id bigint PRIMARY KEY, top bigint NOT NULL REFERENCES tops (id) ON DELETE SET NULL);
CREATE INDEX subs_by_top ON subs (top);
-- safe fk-set-null-on-not-null: the column may be NULL
CREATE TABLE tops (id bigint PRIMARY KEY);
CREATE TABLE subs (id bigint PRIMARY KEY, top bigint REFERENCES tops (id) ON DELETE SET NULL);
CREATE INDEX subs_by_top ON subs (top);
-- unsafe fk-not-valid-partitioned
ALTER TABLE events ADD COLUMN region bigint;
-- next
ALTER TABLE events ADD CONSTRAINT events_region FOREIGN KEY (region) REFERENCES customers (id) NOT VALID;
-- unsafe volatile-check
ALTER TABLE orders ADD CONSTRAINT placed_past CHECK (placed < now()) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT placed_past;
-- safe fk-not-valid-partitioned @18: this server takes it
ALTER TABLE events ADD COLUMN customer_id bigint;
-- next
ALTER TABLE events ADD CONSTRAINT events_customer FOREIGN KEY (customer_id) REFERENCES customers (id) NOT VALID;
-- next
ALTER TABLE events VALIDATE CONSTRAINT events_customer;
-- safe multiple-fks-one-tx: one key
CREATE TABLE fresh (id bigint PRIMARY KEY, customer_id bigint NOT NULL REFERENCES customers (id));
CREATE INDEX fresh_customer ON fresh (customer_id);
-- safe drop-primary-key: the table is new
CREATE TABLE fresh (id bigint PRIMARY KEY, code text NOT NULL);
ALTER TABLE fresh DROP CONSTRAINT fresh_pkey;
ALTER TABLE fresh ADD PRIMARY KEY (code);
-- safe not-valid-never-validated: a later migration validates it
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
-- safe fk-type-mismatch: the same type
CREATE TABLE fresh (id bigint PRIMARY KEY, order_id bigint NOT NULL REFERENCES orders (id));
CREATE INDEX fresh_order ON fresh (order_id);
-- safe not-enforced @18: it is enforced
ALTER TABLE orders ADD CONSTRAINT total_positive CHECK (total > 0) NOT VALID;
-- next
ALTER TABLE orders VALIDATE CONSTRAINT total_positive;
-- unsafe alter-constraint @18: its rows are checked under the lock
ALTER TABLE lines ADD CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id) NOT ENFORCED;
-- next
ALTER TABLE lines ALTER CONSTRAINT lines_order ENFORCED;
-- safe alter-constraint: only the catalogue changes
ALTER TABLE orders ALTER CONSTRAINT orders_customer DEFERRABLE INITIALLY DEFERRED;
