using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class PublishedTableChangeTests() : RuleTest(new PublishedTableChange())
{
    [Fact]
    public void Found_for_a_new_column() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        [|ALTER TABLE orders ADD COLUMN total int|];
        """);

    [Fact]
    public void Found_for_a_column_that_goes() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        [|ALTER TABLE orders DROP COLUMN note|];
        """);

    [Fact]
    public void Found_for_another_type() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        [|ALTER TABLE orders ALTER COLUMN note TYPE varchar|];
        """);

    [Fact]
    public void Silent_for_a_table_that_is_not_published() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        CREATE TABLE users (id bigint PRIMARY KEY);
        --- next migration
        ALTER TABLE users ADD COLUMN name text;
        """);

    [Fact]
    public void Silent_for_what_subscribers_need_not_have() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        ALTER TABLE orders ALTER COLUMN note SET DEFAULT '';
        --- next migration
        CREATE INDEX CONCURRENTLY orders_note ON orders (note);
        """);

    [Fact]
    public void Silent_once_the_publication_is_gone() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, note text);
        CREATE PUBLICATION changes FOR TABLE orders;
        --- next migration
        DROP PUBLICATION changes;
        --- next migration
        ALTER TABLE orders ADD COLUMN total int;
        """);
}
