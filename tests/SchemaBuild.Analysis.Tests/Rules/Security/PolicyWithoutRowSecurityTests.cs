using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class PolicyWithoutRowSecurityTests() : RuleTest(new PolicyWithoutRowSecurity())
{
    /// <summary>rls-semantics</summary>
    [Fact]
    public void Found_where_row_level_security_is_off() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        --- next migration
        [|CREATE POLICY own ON notes USING (owner = current_user)|];
        """);

    [Fact]
    public void Found_where_it_is_switched_off_again() => Finds("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
        [|CREATE POLICY own ON notes USING (owner = current_user)|];
        ALTER TABLE notes DISABLE ROW LEVEL SECURITY;
        """);

    /// <summary>rls-semantics: it is on, or comes on in the same file, or nobody knows.</summary>
    [Theory]
    [InlineData("CREATE POLICY own ON guarded USING (owner = current_user)")]
    [InlineData("CREATE POLICY own ON notes USING (owner = current_user); ALTER TABLE notes ENABLE ROW LEVEL SECURITY")]
    [InlineData("CREATE POLICY own ON elsewhere USING (owner = current_user)")]
    [InlineData("CREATE POLICY own ON notes USING (owner = current_user); DROP POLICY own ON notes")]
    public void Silent_otherwise(string change) => Silent($"""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        CREATE TABLE guarded (id bigint PRIMARY KEY, owner text);
        ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
        --- next migration
        {change};
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_on_every_server(int major) => ProvesRewrite("""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        --- next migration
        CREATE POLICY own ON notes USING (owner = current_user);
        """, major);
}
