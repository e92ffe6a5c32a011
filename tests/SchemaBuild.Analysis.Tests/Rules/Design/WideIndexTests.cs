using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Design;

public sealed class WideIndexTests() : RuleTest(new WideIndex())
{
    [Fact]
    public void Found_for_four_columns() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|CREATE INDEX CONCURRENTLY orders_all ON orders (a, b, c, d)|];
        """);

    [Fact]
    public void Silent_for_three() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_all ON orders (a, b, c);
        """);

    [Fact]
    public void Silent_for_a_unique_one() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE UNIQUE INDEX CONCURRENTLY orders_all ON orders (a, b, c, d);
        """);

    [Fact]
    public void Silent_for_included_columns() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_all ON orders (a) INCLUDE (b, c, d);
        """);

    [Fact]
    public void Silent_for_methods_whose_columns_are_equal() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_all ON orders USING brin (a, b, c, d);
        """);
}
