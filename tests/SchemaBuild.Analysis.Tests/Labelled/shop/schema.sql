-- What every case finds: it was deployed long ago and holds rows.
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE DOMAIN label AS text;
CREATE TABLE customers (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    email text NOT NULL,
    name varchar(50),
    born date,
    score integer,
    temper mood,
    created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX customers_email ON customers (email);
CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id bigint NOT NULL CONSTRAINT orders_customer REFERENCES customers (id),
    total numeric(10,2) NOT NULL,
    state text NOT NULL DEFAULT 'new',
    note text,
    placed timestamp,
    code varchar(20),
    amount positive,
    quantity integer,
    during tstzrange
);
CREATE INDEX orders_by_customer ON orders (customer_id);
CREATE INDEX orders_by_state ON orders (state);
CREATE INDEX orders_by_placed ON orders (placed);
CREATE UNIQUE INDEX orders_code ON orders (code);
CREATE TABLE lines (id bigint PRIMARY KEY, order_id bigint NOT NULL, product bigint, bits bit(5), price numeric(10,2));
CREATE INDEX lines_by_order ON lines (order_id);
CREATE INDEX lines_by_bits ON lines (bits);
CREATE TABLE events (id bigint NOT NULL, at timestamptz NOT NULL, kind text, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
CREATE INDEX events_by_kind ON events (kind);
CREATE TABLE regions (id bigint NOT NULL, code text NOT NULL, PRIMARY KEY (id, code)) PARTITION BY LIST (code);
CREATE TABLE regions_eu PARTITION OF regions FOR VALUES IN ('eu');
CREATE TABLE regions_rest PARTITION OF regions DEFAULT;
CREATE TABLE regions_us (id bigint NOT NULL, code text NOT NULL);
CREATE TABLE events_2027 (id bigint NOT NULL, at timestamptz NOT NULL, kind text);
CREATE VIEW open_orders AS SELECT id, customer_id, total FROM orders WHERE state = 'new';
CREATE MATERIALIZED VIEW totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX totals_customer ON totals (customer_id);
CREATE MATERIALIZED VIEW states AS SELECT state, count(*) AS orders FROM orders GROUP BY state;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE FUNCTION roll() RETURNS integer LANGUAGE sql VOLATILE AS $$ SELECT 1 $$;
CREATE TRIGGER orders_touched BEFORE UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TABLE secrets (id bigint PRIMARY KEY, owner name NOT NULL, value text);
CREATE TABLE profiles (id bigint PRIMARY KEY, picture text);
CREATE PUBLICATION feed FOR TABLE profiles;
