using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class SecurityDefinerPathTests() : RuleTest(new SecurityDefinerPath())
{
    [Fact]
    public void Found_without_search_path() => Finds("""
            [|CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'|];
            """);

    [Fact]
    public void Found_when_a_function_becomes_one() => Finds("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            --- next migration
            [|ALTER FUNCTION f() SECURITY DEFINER|];
            """);

    [Fact]
    public void Found_when_the_path_ends_where_everybody_writes() => Finds("""
            [|CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT 1'|];
            """, major: 14);

    [Fact]
    public void Found_when_everybody_may_write_after_a_grant() => Finds("""
            GRANT CREATE ON SCHEMA app TO PUBLIC;
            [|CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = app AS 'SELECT 1'|];
            """);

    [Fact]
    public void Silent_with_an_empty_path() => Silent("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = '' AS 'SELECT 1';
            """);

    [Fact]
    public void Silent_with_pg_catalog_and_schemas_of_ones_own() => Silent("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, app, pg_temp AS 'SELECT 1';
            """);

    [Fact]
    public void Silent_for_a_function_with_the_rights_of_the_caller() => Silent("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            """);

    [Fact]
    public void Silent_in_public_since_15() => Silent("""
            CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT 1';
            """, major: 15);

    [Fact]
    public void Silent_in_public_after_revoke() => Silent("""
            REVOKE CREATE ON SCHEMA public FROM PUBLIC;
            CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public AS 'SELECT 1';
            """, major: 14);
}
