using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Availability;

public sealed class ExplicitLockTests() : RuleTest(new ExplicitLock())
{
    [Fact]
    public void Found_for_the_default_mode() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|LOCK TABLE orders|];
        """);

    [Fact]
    public void Found_for_a_mode_that_stops_writes() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        [|LOCK TABLE orders IN SHARE MODE|];
        SELECT count(*) FROM orders;
        """);

    [Fact]
    public void Silent_for_a_mode_that_lets_writes_go_on() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;
        """);

    [Fact]
    public void Silent_where_a_later_statement_takes_it_anyway() => Silent("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        LOCK TABLE orders;
        ALTER TABLE orders ADD COLUMN note text;
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        CREATE TABLE orders (id bigint);
        LOCK TABLE orders;
        """);

    [Fact]
    public void Found_in_a_block_at_the_statement() => Finds("""
        CREATE TABLE orders (id bigint PRIMARY KEY, a int, b int, c int, d int);
        --- next migration
        DO $$
        BEGIN
          [|LOCK TABLE orders IN EXCLUSIVE MODE|];
        END $$;
        """);
}
