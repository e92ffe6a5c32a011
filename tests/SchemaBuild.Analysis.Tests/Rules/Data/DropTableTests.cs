using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Data;

public sealed class DropTableTests() : RuleTest(new DropTable())
{
    [Fact]
    public void Found_for_a_table_of_an_earlier_migration() => Finds("""
        CREATE TABLE orders (id bigint);
        --- next migration
        [|DROP TABLE orders|];
        """);

    [Fact]
    public void Found_for_a_table_that_goes_with_its_schema() => Finds("""
        CREATE SCHEMA shop;
        CREATE TABLE shop.orders (id bigint);
        --- next migration
        [|DROP SCHEMA shop CASCADE|];
        """);

    [Fact]
    public void Silent_for_a_table_of_the_same_transaction() => Silent("""
        CREATE TABLE scratch (id bigint);
        DROP TABLE scratch;
        """);

    [Fact]
    public void Silent_for_a_view() => Silent("""
        CREATE TABLE orders (id bigint);
        CREATE VIEW recent AS SELECT * FROM orders;
        --- next migration
        DROP VIEW recent;
        """);

    [Fact]
    public void Silenced_by_an_allow_with_a_reason()
    {
        var finding = Finds("""
            CREATE TABLE orders (id bigint);
            --- next migration
            -- schemabuild:allow SB2001 reason="nobody has read it since March"
            [|DROP TABLE orders|];
            """);
        Assert.True(finding.IsSuppressed);
    }
}
