-- state: shop
ALTER TABLE customers ADD COLUMN added integer;
ALTER TABLE customers ADD COLUMN added integer DEFAULT 5;
ALTER TABLE customers ADD COLUMN added integer NOT NULL DEFAULT 5;
ALTER TABLE customers ADD COLUMN added timestamptz DEFAULT now();
ALTER TABLE customers ADD COLUMN added double precision DEFAULT random();
ALTER TABLE customers ADD COLUMN added uuid DEFAULT gen_random_uuid();
ALTER TABLE customers ADD COLUMN added serial;
ALTER TABLE customers ADD COLUMN added bigint GENERATED ALWAYS AS IDENTITY;
ALTER TABLE customers ADD COLUMN added integer GENERATED ALWAYS AS (age * 2) STORED;
ALTER TABLE customers ADD COLUMN added integer CHECK (added > 0);
ALTER TABLE customers ADD COLUMN added integer DEFAULT 3 CHECK (added > 0);
ALTER TABLE customers ADD COLUMN added integer UNIQUE;
ALTER TABLE customers ADD COLUMN IF NOT EXISTS age integer;
ALTER TABLE customers ADD COLUMN age integer;
ALTER TABLE orders ADD COLUMN added bigint REFERENCES customers (id);
ALTER TABLE orders ADD COLUMN added bigint DEFAULT 1 REFERENCES customers (id);
ALTER TABLE plain ADD COLUMN pk bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY;
ALTER TABLE events ADD COLUMN added integer;
ALTER TABLE events ADD COLUMN added integer DEFAULT 1;
ALTER TABLE parent ADD COLUMN added integer;
-- SET NOT NULL skips the scan when a validated CHECK already says so
ALTER TABLE customers ALTER COLUMN name SET NOT NULL;
-- ... but not when the CHECK goes away in the same command
ALTER TABLE customers ALTER COLUMN name SET NOT NULL, DROP CONSTRAINT name_present;
ALTER TABLE plain ALTER COLUMN a SET NOT NULL;
ALTER TABLE plain ALTER COLUMN b SET NOT NULL;
ALTER TABLE orders ALTER COLUMN quantity SET NOT NULL;
ALTER TABLE events ALTER COLUMN kind SET NOT NULL;
ALTER TABLE customers ALTER COLUMN email DROP NOT NULL;
ALTER TABLE customers ALTER COLUMN age SET DEFAULT 3;
ALTER TABLE customers ALTER COLUMN visits DROP DEFAULT;
ALTER TABLE customers ADD CONSTRAINT fresh CHECK (visits >= 0);
ALTER TABLE customers ADD CONSTRAINT fresh CHECK (visits >= 0) NOT VALID;
ALTER TABLE events ADD CONSTRAINT fresh CHECK (id > 0);
ALTER TABLE orders ADD CONSTRAINT fresh FOREIGN KEY (referrer_id) REFERENCES customers (id);
ALTER TABLE orders ADD CONSTRAINT fresh FOREIGN KEY (referrer_id) REFERENCES customers (id) NOT VALID;
ALTER TABLE plain ADD PRIMARY KEY (b);
ALTER TABLE plain ADD PRIMARY KEY (a);
ALTER TABLE plain ADD PRIMARY KEY USING INDEX plain_b_key;
ALTER TABLE plain ADD UNIQUE (a);
ALTER TABLE customers ADD CONSTRAINT fresh UNIQUE USING INDEX customers_country_key;
ALTER TABLE plain ADD EXCLUDE USING btree (a WITH =);
ALTER TABLE customers VALIDATE CONSTRAINT age_limit;
ALTER TABLE orders VALIDATE CONSTRAINT orders_referrer_fk;
ALTER TABLE customers VALIDATE CONSTRAINT age_sane;
ALTER TABLE customers DROP COLUMN age;
ALTER TABLE customers DROP COLUMN nickname;
ALTER TABLE events DROP COLUMN kind;
ALTER TABLE orders DROP CONSTRAINT orders_customer_fk;
ALTER TABLE customers DROP CONSTRAINT age_sane;
ALTER TABLE customers DROP CONSTRAINT customers_pkey CASCADE;
ALTER TABLE customers RENAME COLUMN age TO years;
ALTER TABLE customers RENAME TO clients;
ALTER TABLE customers RENAME CONSTRAINT age_sane TO age_positive;
ALTER INDEX customers_email_idx RENAME TO customers_mail_idx;
ALTER TABLE parent RENAME COLUMN a TO b;
ALTER TABLE customers ADD COLUMN one integer, ADD COLUMN two text DEFAULT 'a';
ALTER TABLE customers ADD COLUMN one integer, ALTER COLUMN visits TYPE bigint;
-- type changes
ALTER TABLE customers ALTER COLUMN visits TYPE bigint;
ALTER TABLE customers ALTER COLUMN rank TYPE integer;
ALTER TABLE customers ALTER COLUMN nickname TYPE varchar(60);
ALTER TABLE customers ALTER COLUMN nickname TYPE varchar(10);
ALTER TABLE customers ALTER COLUMN nickname TYPE text;
ALTER TABLE customers ALTER COLUMN credit TYPE numeric(12, 2);
ALTER TABLE customers ALTER COLUMN credit TYPE numeric(12, 4);
ALTER TABLE customers ALTER COLUMN credit TYPE numeric;
ALTER TABLE customers ALTER COLUMN network TYPE inet;
ALTER TABLE customers ALTER COLUMN address TYPE cidr;
ALTER TABLE customers ALTER COLUMN country TYPE text;
ALTER TABLE customers ALTER COLUMN profile TYPE jsonb;
ALTER TABLE customers ALTER COLUMN document TYPE text;
ALTER TABLE customers ALTER COLUMN mask TYPE varbit(20);
ALTER TABLE customers ALTER COLUMN span TYPE interval(6);
ALTER TABLE customers ALTER COLUMN alarm TYPE time(6);
ALTER TABLE customers ALTER COLUMN state TYPE text;
ALTER TABLE customers ALTER COLUMN tags TYPE varchar[];
ALTER TABLE customers ALTER COLUMN visits TYPE integer USING visits + 1;
ALTER TABLE customers ALTER COLUMN visits TYPE integer USING visits;
ALTER TABLE customers ALTER COLUMN age TYPE integer;
-- given
SET timezone = 'UTC';
-- then
ALTER TABLE customers ALTER COLUMN joined_at TYPE timestamptz;
-- given
SET timezone = 'America/New_York';
-- then
ALTER TABLE customers ALTER COLUMN joined_at TYPE timestamptz;
