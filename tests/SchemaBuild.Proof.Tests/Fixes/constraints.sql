--- case: a CHECK is validated later
--- fixes: SB1003
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
ALTER TABLE orders ADD CONSTRAINT "orders.total" CHECK (total > 0 AND total < 1000);

--- case: a CHECK without a name, with what may follow it
--- fixes: SB1003
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
ALTER TABLE IF EXISTS ONLY orders ADD CHECK (total > 0) NO INHERIT;

--- case: a foreign key is validated later
--- fixes: SB1003
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint);
--- next migration
ALTER TABLE orders ADD CONSTRAINT orders_customer FOREIGN KEY (customer) REFERENCES customers (id) MATCH FULL ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;

--- case: a foreign key without a name
--- fixes: SB1003
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint);
--- next migration
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers;

--- case: the other commands of the ALTER TABLE stay with it
--- fixes: SB1003 SB1003
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric);
--- next migration
ALTER TABLE orders
	ADD COLUMN extra text DEFAULT 'a,b', -- (1), not a command
	ADD CONSTRAINT positive CHECK (total > 0 AND extra IN ('x', 'y', 'a,b')),
	ALTER COLUMN total SET DEFAULT 1,
	ADD FOREIGN KEY (customer) REFERENCES customers (id);

--- case: two files at once
--- fixes: SB1003 SB1003
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0);
--- next migration
ALTER TABLE orders ADD CONSTRAINT small CHECK (total < 1000);

--- case: a CHECK of a partitioned table
--- fixes: SB1003
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
--- next migration
ALTER TABLE events ADD CONSTRAINT kinds CHECK (kind IN ('a', 'b'));

--- case: SET NOT NULL finds a proof
--- fixes: SB1003
CREATE TABLE users (id bigint PRIMARY KEY, "E.mail" text);
--- next migration
-- every user has one by now
ALTER TABLE users ALTER COLUMN "E.mail" SET NOT NULL;

--- case: two columns of one statement
--- fixes: SB1003 SB1003
CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text);
--- next migration
ALTER TABLE users ALTER email SET NOT NULL, ALTER phone SET DEFAULT '', ALTER phone SET NOT NULL;

--- case: two statements of one file
--- fixes: SB1003 SB1003
CREATE TABLE users (id bigint PRIMARY KEY, email text, phone text);
--- next migration
ALTER TABLE users ALTER email SET NOT NULL;
ALTER TABLE users ALTER phone SET NOT NULL;

--- case: SET NOT NULL of a partitioned table
--- fixes: SB1003
CREATE TABLE events (at date NOT NULL, kind text) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
--- next migration
ALTER TABLE events ALTER COLUMN kind SET NOT NULL;

--- case: a key is made of an index
--- fixes: SB1001
CREATE TABLE users (id bigint PRIMARY KEY, email text);
--- next migration
ALTER TABLE users ADD CONSTRAINT "users.email" UNIQUE (email);

--- case: a key with all that it can say
--- fixes: SB1001
CREATE TABLE users (id bigint PRIMARY KEY, email text, note text);
--- next migration
ALTER TABLE users ADD UNIQUE (email, id) INCLUDE (note) WITH (fillfactor = 80) USING INDEX TABLESPACE pg_default DEFERRABLE INITIALLY DEFERRED;

--- case: a primary key
--- fixes: SB1001
CREATE TABLE users (id bigint NOT NULL, email text);
--- next migration
ALTER TABLE users ADD PRIMARY KEY (id);

--- case: a primary key of columns that may be null, and another key beside it
--- fixes: SB1001 SB1003
CREATE TABLE users (tenant int, id bigint, email text);
--- next migration
ALTER TABLE users ADD PRIMARY KEY (tenant, id), ADD UNIQUE (email);

--- case: a whole file
--- fixes: SB1003 SB1001 SB1001 SB1003 SB1004
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY, customer bigint, total numeric, note text);
CREATE INDEX orders_note ON orders (note);
--- next migration
CREATE TABLE other (id int);
ALTER TABLE orders ADD FOREIGN KEY (customer) REFERENCES customers (id);
CREATE INDEX orders_customer ON orders (customer);
ALTER TABLE orders ADD UNIQUE (note);
ALTER TABLE orders ALTER total SET NOT NULL;
DROP INDEX orders_note;
INSERT INTO other VALUES (1);

--- case: comments among what moves, and no semicolon at the end
--- fixes: SB1001 SB1001 SB1003
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric, note text);
--- next migration
CREATE INDEX orders_total ON orders (total); -- finds them
ALTER TABLE orders ADD CONSTRAINT uq /* a */ UNIQUE -- the kind
  ( note /* b */, -- first
    total ) -- the columns
  INCLUDE /* c */ (id) WITH (fillfactor = 80);
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) -- the last

--- case: a file that cannot be split, with comments above its statements
--- fixes: SB1003
CREATE TABLE events (at date NOT NULL) PARTITION BY RANGE (at);
CREATE TABLE events_1 (at date NOT NULL);
--- next migration
CREATE TABLE other (id bigint PRIMARY KEY); -- first
-- above
ALTER TABLE events ATTACH PARTITION events_1 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
-- below
INSERT INTO other VALUES (1) -- last
--- next migration
CREATE TABLE third (id bigint PRIMARY KEY);
