--- case: a validation gets a transaction of its own
--- fixes: SB1007
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
-- now the old rows
ALTER TABLE orders VALIDATE CONSTRAINT positive;

--- case: a validation in a file that cannot be split
--- fixes: SB1007
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
BEGIN;
ALTER TABLE orders ADD CONSTRAINT positive CHECK (total > 0) NOT VALID;
ALTER TABLE orders VALIDATE CONSTRAINT positive;
COMMIT;
--- next migration
CREATE TABLE other (id bigint PRIMARY KEY);

--- case: what runs outside of a transaction is parted from the rest
--- fixes: SB4007
CREATE TABLE orders (id bigint PRIMARY KEY, total numeric);
--- next migration
CREATE TABLE other (id bigint PRIMARY KEY);
CREATE INDEX CONCURRENTLY orders_total ON orders (total);
INSERT INTO other VALUES (1);
