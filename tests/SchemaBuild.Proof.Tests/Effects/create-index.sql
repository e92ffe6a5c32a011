-- state: shop
CREATE INDEX ON customers (age);
CREATE UNIQUE INDEX fresh ON customers (age);
CREATE INDEX fresh ON customers (lower(email)) WHERE age > 3;
-- an index that is there already still locks the table
CREATE INDEX IF NOT EXISTS customers_email_idx ON customers (email);
CREATE INDEX customers_email_idx ON customers (email);
-- partitions are indexed one by one
CREATE INDEX fresh ON events (kind);
-- ... but not with ONLY
CREATE INDEX fresh ON ONLY events (kind);
CREATE INDEX fresh ON order_totals (total);
CREATE INDEX fresh ON parent (a);
CREATE INDEX CONCURRENTLY fresh ON customers (age);
CREATE INDEX CONCURRENTLY fresh ON events (kind);
-- a foreign key that rests on a unique index goes with it
-- given
CREATE UNIQUE INDEX plain_a_key ON plain (a);
CREATE TABLE leans (a integer REFERENCES plain (a));
-- then
DROP INDEX plain_a_key CASCADE;
-- given
CREATE UNIQUE INDEX plain_a_key ON plain (a);
CREATE TABLE leans (a integer REFERENCES plain (a));
-- then
DROP INDEX plain_a_key;
-- a function in SQL is judged by what it is after inlining
-- given
CREATE FUNCTION canonical(text) RETURNS text LANGUAGE sql AS $$ SELECT replace(lower($1), '-', '_') $$;
-- then
CREATE INDEX fresh ON customers (canonical(name));
-- a cast written like a call
CREATE INDEX fresh ON customers (date(born));
CREATE INDEX fresh ON customers (date(seen_at));
