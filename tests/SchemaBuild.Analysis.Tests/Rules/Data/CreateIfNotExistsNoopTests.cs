using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class CreateIfNotExistsNoopTests() : RuleTest(new CreateIfNotExistsNoop())
{
    [Fact]
    public void Found_for_a_table_with_other_columns() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        --- next migration
        [|CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body text, author text)|];
        """);

    [Fact]
    public void Found_for_another_type() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        --- next migration
        [|CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body varchar(10))|];
        """);

    [Fact]
    public void Found_for_an_index_on_other_columns() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_a ON orders (a, b)|];
        """);

    [Fact]
    public void Found_for_an_index_that_is_to_be_unique() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS orders_a ON orders (a)|];
        """);

    [Fact]
    public void Silent_for_the_same_table() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY, body text);
        --- next migration
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body text);
        """);

    [Fact]
    public void Silent_for_the_same_index() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY IF NOT EXISTS orders_a ON orders (a);
        """);

    [Fact]
    public void Silent_for_a_table_that_does_not_exist() => Silent("""
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body text);
        """);

    [Fact]
    public void Silent_for_a_table_that_was_dropped() => Silent("""
        CREATE TABLE notes (id bigint PRIMARY KEY);
        --- next migration
        DROP TABLE notes;
        --- next migration
        CREATE TABLE IF NOT EXISTS notes (id bigint PRIMARY KEY, body text);
        """);
}
