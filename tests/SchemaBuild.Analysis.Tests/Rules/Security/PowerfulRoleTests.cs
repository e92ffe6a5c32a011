using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class PowerfulRoleTests() : RuleTest(new PowerfulRole())
{
    [Fact]
    public void Found_for_a_superuser() => Finds("""
            [|CREATE ROLE app LOGIN SUPERUSER|];
            """);

    [Fact]
    public void Found_for_bypassrls() => Finds("""
            [|ALTER ROLE app BYPASSRLS|];
            """);

    [Fact]
    public void Found_for_membership_in_a_role_that_reaches_the_server() => Finds("""
            [|GRANT pg_execute_server_program TO app|];
            """);

    [Fact]
    public void Found_for_grant_option() => Finds("""
            CREATE TABLE t (id int);
            [|GRANT SELECT ON t TO app WITH GRANT OPTION|];
            """);

    [Fact]
    public void Silent_for_a_plain_role() => Silent("""
            CREATE ROLE app LOGIN NOSUPERUSER NOBYPASSRLS;
            """);

    [Fact]
    public void Silent_for_taking_it_away() => Silent("""
            ALTER ROLE app NOSUPERUSER;
            """);

    [Fact]
    public void Silent_for_membership_in_a_role_of_ones_own() => Silent("""
            GRANT readers TO app;
            """);

    [Fact]
    public void Silent_for_revoke() => Silent("""
            REVOKE pg_read_all_data FROM app;
            """);
}
