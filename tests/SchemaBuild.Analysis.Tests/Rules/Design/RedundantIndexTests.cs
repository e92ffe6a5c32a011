using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class RedundantIndexTests() : RuleTest(new RedundantIndex())
{
    [Fact]
    public void Found_for_the_same_columns() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_a_again ON orders (a)|];
        """);

    [Fact]
    public void Found_for_the_beginning_of_another() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_a ON orders (a)|];
        """);

    [Fact]
    public void Found_where_a_longer_one_comes_later() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b)|];
        """);

    [Fact]
    public void Found_beside_a_key() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_id ON orders (id)|];
        """);

    [Fact]
    public void Silent_once_the_other_is_dropped() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        --- next migration
        DROP INDEX CONCURRENTLY orders_a;
        """);

    [Fact]
    public void Silent_for_a_unique_one_that_a_longer_one_does_not_enforce() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE UNIQUE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);

    [Fact]
    public void Silent_for_a_partial_one() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_open ON orders (a) WHERE b IS NULL;
        """);

    [Fact]
    public void Silent_for_another_operator_class() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        --- next migration
        CREATE INDEX CONCURRENTLY users_name ON users (name);
        --- next migration
        CREATE INDEX CONCURRENTLY users_name_like ON users (name text_pattern_ops);
        """);

    [Fact]
    public void Silent_for_another_collation() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        --- next migration
        CREATE INDEX CONCURRENTLY users_name ON users (name);
        --- next migration
        CREATE INDEX CONCURRENTLY users_name_c ON users (name COLLATE "C");
        """);

    [Fact]
    public void Silent_for_another_access_method() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_brin ON orders USING brin (a);
        """);

    [Fact]
    public void Silent_for_other_columns_first() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_b ON orders (b);
        """);

    [Fact]
    public void Silent_for_expressions() => Silent("""
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        --- next migration
        CREATE INDEX CONCURRENTLY users_lower ON users (lower(name));
        --- next migration
        CREATE INDEX CONCURRENTLY users_upper ON users (upper(name));
        """);

    [Fact]
    public void Silent_where_the_shorter_one_includes_more() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a) INCLUDE (c);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);
}
