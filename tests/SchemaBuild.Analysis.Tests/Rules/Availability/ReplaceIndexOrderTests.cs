using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class ReplaceIndexOrderTests() : RuleTest(new ReplaceIndexOrder())
{
    [Fact]
    public void Found_across_files() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|DROP INDEX CONCURRENTLY orders_a|];
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);

    [Fact]
    public void Found_within_a_file() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        -- schemabuild:no-transaction
        [|DROP INDEX CONCURRENTLY orders_a|];
        CREATE INDEX CONCURRENTLY orders_a ON orders (a, b);
        """);

    [Fact]
    public void Found_over_files_that_change_only_indexes() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        [|DROP INDEX CONCURRENTLY orders_a|];
        --- next migration
        CREATE INDEX CONCURRENTLY orders_c ON orders (c);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);

    [Fact]
    public void Silent_when_the_new_one_is_built_first() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        --- next migration
        DROP INDEX CONCURRENTLY orders_a;
        """);

    [Fact]
    public void Silent_in_one_transaction() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        DROP INDEX orders_a;
        CREATE INDEX orders_a ON orders (a, b);
        """);

    [Fact]
    public void Silent_where_another_index_serves_meanwhile() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_c ON orders (a, c);
        --- next migration
        DROP INDEX CONCURRENTLY orders_a;
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);

    [Fact]
    public void Silent_for_an_index_of_other_columns() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        DROP INDEX CONCURRENTLY orders_a;
        --- next migration
        CREATE INDEX CONCURRENTLY orders_b ON orders (b);
        """);

    [Fact]
    public void Silent_for_an_index_of_a_later_release() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a ON orders (a);
        --- next migration
        DROP INDEX CONCURRENTLY orders_a;
        --- next migration
        ALTER TABLE orders ADD COLUMN note text;
        --- next migration
        CREATE INDEX CONCURRENTLY orders_a_b ON orders (a, b);
        """);
}
