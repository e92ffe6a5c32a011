using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class GrantToPublicTests() : RuleTest(new GrantToPublic())
{
    [Fact]
    public void Found_for_a_table() => Finds("""
            CREATE TABLE t (id int);
            [|GRANT SELECT ON t TO PUBLIC|];
            """);

    [Fact]
    public void Found_for_all_tables() => Finds("""
            [|GRANT ALL ON ALL TABLES IN SCHEMA public TO PUBLIC|];
            """);

    [Fact]
    public void Found_for_creating_in_a_schema() => Finds("""
            [|GRANT CREATE ON SCHEMA public TO PUBLIC|];
            """);

    [Fact]
    public void Found_for_tables_to_come() => Finds("""
            [|ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC|];
            """);

    [Fact]
    public void Found_within_a_block() => Finds("""
            CREATE TABLE t (id int);
            [|DO $$ BEGIN GRANT SELECT ON t TO PUBLIC; END $$|];
            """);

    [Fact]
    public void Silent_for_a_role() => Silent("""
            CREATE TABLE t (id int);
            GRANT SELECT ON t TO app;
            """);

    [Fact]
    public void Silent_for_revoke() => Silent("""
            CREATE TABLE t (id int);
            REVOKE ALL ON t FROM PUBLIC;
            """);

    [Fact]
    public void Silent_for_what_everybody_has_anyway() => Silent("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            GRANT EXECUTE ON FUNCTION f() TO PUBLIC;
            GRANT USAGE ON SCHEMA public TO PUBLIC;
            """);
}
