using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class SecretInSqlTests() : RuleTest(new SecretInSql())
{
    [Fact]
    public void Found_for_a_new_role() => Finds("""
            [|CREATE ROLE app LOGIN PASSWORD 'hunter2'|];
            """);

    [Fact]
    public void Found_for_a_changed_one() => Finds("""
            [|ALTER USER app WITH PASSWORD 'hunter2'|];
            """);

    [Fact]
    public void Found_in_a_user_mapping() => Finds("""
            [|CREATE USER MAPPING FOR app SERVER other OPTIONS (user 'app', password 'hunter2')|];
            """);

    [Fact]
    public void Found_in_a_connection_string() => Finds("""
            [|CREATE SUBSCRIPTION s CONNECTION 'host=db1 user=repl password=hunter2' PUBLICATION p|];
            """);

    [Fact]
    public void Found_in_a_uri() => Finds("""
            [|ALTER SUBSCRIPTION s CONNECTION 'postgresql://repl:hunter2@db1/app'|];
            """);

    [Fact]
    public void Found_within_a_block() => Finds("""
            [|DO $$ BEGIN CREATE ROLE app PASSWORD 'hunter2'; END $$|];
            """);

    [Fact]
    public void Silent_without_a_password() => Silent("""
            CREATE ROLE app LOGIN PASSWORD NULL;
            """);

    [Fact]
    public void Silent_for_a_verifier() => Silent("""
            CREATE ROLE app LOGIN PASSWORD 'SCRAM-SHA-256$4096:c2FsdA==$c3RvcmVk:c2VydmVy';
            """);

    [Fact]
    public void Silent_for_a_connection_that_uses_a_password_file() => Silent("""
            CREATE SUBSCRIPTION s CONNECTION 'host=db1 user=repl passfile=/etc/repl' PUBLICATION p;
            """);

    [Fact]
    public void Silent_in_a_user_mapping_without() => Silent("""
            CREATE USER MAPPING FOR app SERVER other OPTIONS (user 'app');
            """);

    [Fact]
    public void Does_not_repeat_the_secret() =>
        Assert.DoesNotContain("hunter2", Finds("[|CREATE ROLE app LOGIN PASSWORD 'hunter2'|];").Message, StringComparison.Ordinal);
}
