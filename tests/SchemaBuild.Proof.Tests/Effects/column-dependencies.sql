-- state: shop
-- What uses a column decides what may be done to it.
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep USING (a > 0);
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep USING (a > 0);
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep USING (a > 0);
-- then
ALTER TABLE dep DROP a CASCADE;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep USING (a > 0);
-- then
ALTER TABLE dep DROP b;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep WITH CHECK (EXISTS (SELECT FROM orders WHERE orders.quantity = dep.b));
-- then
ALTER TABLE orders ALTER quantity TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE POLICY dep_policy ON dep WITH CHECK (EXISTS (SELECT FROM orders WHERE orders.quantity = dep.b));
-- then
ALTER TABLE orders DROP quantity;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE TABLE dep2 (id int);
CREATE POLICY dep_policy ON dep USING (EXISTS (SELECT FROM dep2 WHERE dep2.id = dep.b));
-- then
DROP TABLE dep2;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE TABLE dep2 (id int);
CREATE POLICY dep_policy ON dep USING (EXISTS (SELECT FROM dep2 WHERE dep2.id = dep.b));
-- then
DROP TABLE dep2 CASCADE;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE RULE dep_rule AS ON UPDATE TO dep WHERE NEW.a > 1 DO INSTEAD NOTHING;
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE RULE dep_rule AS ON UPDATE TO dep WHERE NEW.a > 1 DO INSTEAD NOTHING;
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE RULE dep_rule AS ON UPDATE TO dep DO ALSO INSERT INTO orders (customer_id, quantity) VALUES (1, NEW.a);
-- then
ALTER TABLE orders DROP quantity;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE RULE dep_rule AS ON UPDATE TO dep DO ALSO INSERT INTO orders (customer_id, quantity) VALUES (1, NEW.a);
-- then
DROP TABLE dep;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep DROP a CASCADE;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep ALTER b TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep ALTER b SET DEFAULT 3;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int GENERATED ALWAYS AS (a * 2) STORED, c text);
-- then
ALTER TABLE dep ALTER b DROP DEFAULT;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
CREATE TRIGGER dep_t BEFORE UPDATE OF a ON dep FOR EACH ROW EXECUTE FUNCTION dep_f();
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
CREATE TRIGGER dep_t BEFORE UPDATE OF a ON dep FOR EACH ROW EXECUTE FUNCTION dep_f();
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
CREATE TRIGGER dep_t BEFORE UPDATE ON dep FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION dep_f();
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
CREATE TRIGGER dep_t BEFORE UPDATE ON dep FOR EACH ROW WHEN (OLD.a > 1) EXECUTE FUNCTION dep_f();
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END;';
CREATE TRIGGER dep_t BEFORE UPDATE ON dep FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION dep_f();
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE VIEW dep_v AS SELECT id FROM dep ORDER BY a;
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE VIEW dep_v AS SELECT d.id FROM dep d JOIN orders o USING (id) WHERE o.quantity > 1;
-- then
ALTER TABLE orders DROP quantity;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE VIEW dep_v AS SELECT * FROM dep;
CREATE VIEW dep_w AS SELECT id FROM dep_v;
CREATE MATERIALIZED VIEW dep_m AS SELECT id FROM dep_w;
CREATE INDEX ON dep_m (id);
-- then
ALTER TABLE dep DROP c CASCADE;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE PUBLICATION dep_pub FOR TABLE dep;
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text, CHECK (a > b), EXCLUDE USING btree (a WITH =));
CREATE STATISTICS dep_s ON a, b FROM dep;
CREATE INDEX dep_i ON dep (b, a) WHERE c IS NOT NULL;
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text, CHECK (a > b), EXCLUDE USING btree (a WITH =));
CREATE STATISTICS dep_s ON a, b FROM dep;
CREATE INDEX dep_i ON dep (b, a) WHERE c IS NOT NULL;
-- then
ALTER TABLE dep ALTER c TYPE varchar;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text, CHECK (a > b));
CREATE FUNCTION dep_g() RETURNS SETOF dep LANGUAGE sql AS 'SELECT * FROM app.dep';
-- then
DROP TABLE dep;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_g() RETURNS bigint LANGUAGE sql RETURN (SELECT count(a) FROM app.dep);
-- then
ALTER TABLE dep DROP a;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE FUNCTION dep_g() RETURNS bigint LANGUAGE sql RETURN (SELECT count(a) FROM app.dep);
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE TABLE dep3 (d dep);
-- then
ALTER TABLE dep ALTER a TYPE bigint;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE TABLE dep3 (d dep);
-- then
ALTER TABLE dep ADD z int DEFAULT 5;
-- given
CREATE TABLE dep (id int PRIMARY KEY, a int, b int, c text);
CREATE TABLE dep3 (d dep[]);
-- then
DROP TABLE dep CASCADE;
-- given
CREATE SEQUENCE dep_seq;
CREATE TABLE dep (id int DEFAULT nextval('app.dep_seq'), a int);
-- then
DROP SEQUENCE dep_seq;
-- given
CREATE SEQUENCE dep_seq;
CREATE TABLE dep (id int DEFAULT nextval('app.dep_seq'), a int);
-- then
DROP SEQUENCE dep_seq CASCADE;
