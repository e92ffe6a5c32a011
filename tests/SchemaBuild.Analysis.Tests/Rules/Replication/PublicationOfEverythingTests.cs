using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Replication;

public sealed class PublicationOfEverythingTests() : RuleTest(new PublicationOfEverything())
{
    [Fact]
    public void Found_for_all_tables() => Finds("""
            [|CREATE PUBLICATION p FOR ALL TABLES|];
            """);

    [Fact]
    public void Found_for_a_schema() => Finds("""
            CREATE SCHEMA shop;
            [|CREATE PUBLICATION p FOR TABLES IN SCHEMA shop|];
            """, major: 15);

    [Fact]
    public void Silent_for_named_tables() => Silent("""
            CREATE TABLE t (id int);
            CREATE PUBLICATION p FOR TABLE t;
            """);

    [Fact]
    public void Silent_for_an_empty_one() => Silent("""
            CREATE PUBLICATION p;
            """);
}
