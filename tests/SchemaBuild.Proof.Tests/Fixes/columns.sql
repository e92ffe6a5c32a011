--- case: a CHECK in the definition of a new column
--- fixes: SB1003
CREATE TABLE orders (id bigint PRIMARY KEY);
--- next migration
ALTER TABLE orders ADD COLUMN qty int DEFAULT 1 CONSTRAINT "orders.qty" CHECK (qty > 0) NOT NULL, ADD COLUMN note text;

--- case: a unique new column
--- fixes: SB1001
CREATE TABLE orders (id bigint PRIMARY KEY);
--- next migration
ALTER TABLE orders ADD "Code" text UNIQUE;

--- case: a new column that references another table and has a default
--- fixes: SB1003
CREATE TABLE customers (id bigint PRIMARY KEY);
CREATE TABLE orders (id bigint PRIMARY KEY);
--- next migration
ALTER TABLE orders ADD COLUMN customer bigint DEFAULT NULL REFERENCES customers (id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
