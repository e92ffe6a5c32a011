-- state: shop
-- Blocks that catch errors.
DO $$ BEGIN BEGIN ALTER TABLE orders ADD COLUMN total int; EXCEPTION WHEN duplicate_column THEN NULL; END; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN total int; EXCEPTION WHEN duplicate_column THEN RAISE NOTICE 'there'; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN extra int; EXCEPTION WHEN duplicate_column THEN NULL; END $$;
DO $$ BEGIN CREATE TYPE order_state AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE lines ADD COLUMN extra int; ALTER TABLE orders ADD COLUMN total int; EXCEPTION WHEN others THEN ALTER TABLE plain ADD COLUMN extra int; END $$;
DO $$ BEGIN ALTER TABLE orders ADD COLUMN total int; EXCEPTION WHEN duplicate_table THEN NULL; END $$;
DO $$ BEGIN ALTER TABLE orders DROP COLUMN nope; EXCEPTION WHEN undefined_column OR undefined_table THEN NULL; END $$;
DO $$ BEGIN CREATE TABLE orders (id int); EXCEPTION WHEN SQLSTATE '42P07' THEN NULL; END $$;
DO $$ BEGIN LOCK TABLE plain; BEGIN DROP TABLE customers; EXCEPTION WHEN dependent_objects_still_exist THEN NULL; END; END $$;
DO $$ BEGIN ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers; EXCEPTION WHEN duplicate_object THEN NULL; END $$;
DO $$ BEGIN BEGIN ALTER TABLE orders ADD COLUMN total int; EXCEPTION WHEN duplicate_column THEN CREATE TABLE orders (id int); END; EXCEPTION WHEN duplicate_table THEN ALTER TABLE plain ADD z int; END $$;
-- given
ALTER TABLE orders CLUSTER ON orders_pkey;
-- then
CLUSTER orders;
-- given
ALTER TABLE orders CLUSTER ON orders_pkey;
ALTER TABLE orders SET WITHOUT CLUSTER;
-- then
CLUSTER orders;
