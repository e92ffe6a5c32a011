using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class DisabledTriggerTests() : RuleTest(new DisabledTrigger())
{
    [Fact]
    public void Found_for_all() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        [|ALTER TABLE orders DISABLE TRIGGER ALL|];
        """);

    [Fact]
    public void Found_for_one() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        [|ALTER TABLE orders DISABLE TRIGGER note|];
        """);

    [Fact]
    public void Found_where_it_is_switched_on_in_another_transaction() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        [|ALTER TABLE orders DISABLE TRIGGER USER|];
        --- next migration
        ALTER TABLE orders ENABLE TRIGGER USER;
        """);

    [Fact]
    public void Found_on_a_table_that_no_migration_shows() => Finds("""
        [|ALTER TABLE legacy DISABLE TRIGGER ALL|];
        """);

    [Fact]
    public void Found_for_the_whole_connection() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        [|SET session_replication_role = replica|];
        INSERT INTO orders VALUES (1);
        """);

    [Fact]
    public void Silent_where_it_is_switched_on_in_the_same_transaction() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        ALTER TABLE orders DISABLE TRIGGER ALL;
        INSERT INTO orders VALUES (1);
        ALTER TABLE orders ENABLE TRIGGER ALL;
        """);

    [Fact]
    public void Silent_where_the_connection_is_set_back() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        SET session_replication_role = replica;
        INSERT INTO orders VALUES (1);
        RESET session_replication_role;
        """);

    [Fact]
    public void Silent_for_the_transaction_alone() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        SET LOCAL session_replication_role = 'replica';
        INSERT INTO orders VALUES (1);
        """);

    [Fact]
    public void Silent_where_the_trigger_goes() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER note BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION note();
        --- next migration
        ALTER TABLE orders DISABLE TRIGGER note;
        DROP TRIGGER note ON orders;
        """);
}
