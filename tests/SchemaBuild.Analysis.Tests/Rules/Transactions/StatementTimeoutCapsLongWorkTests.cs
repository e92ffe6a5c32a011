using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Transactions;

public sealed class StatementTimeoutCapsLongWorkTests() : RuleTest(new StatementTimeoutCapsLongWork())
{
    private const string Before = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\nALTER TABLE users ADD CONSTRAINT named CHECK (name <> '') NOT VALID;\n--- next migration\n";

    [Fact]
    public void Found_for_an_index() => Finds($"""
        {Before}SET statement_timeout = '30s';
        [|CREATE INDEX CONCURRENTLY users_name ON users (name)|];
        """);

    [Fact]
    public void Found_for_a_validation() => Finds($"""
        {Before}SET LOCAL statement_timeout = 60000;
        [|ALTER TABLE users VALIDATE CONSTRAINT named|];
        """);

    [Theory]
    [InlineData("")]
    [InlineData("SET statement_timeout = 0;")]
    [InlineData("SET statement_timeout = '12h';")]
    [InlineData("SET statement_timeout = '30s'; RESET statement_timeout;")]
    public void Silent_without_a_limit(string setting) => Silent($"{Before}{setting}\nCREATE INDEX CONCURRENTLY users_name ON users (name);");

    [Fact]
    public void Silent_where_the_work_stops_others() => Silent($"""
        {Before}SET statement_timeout = '30s';
        ALTER TABLE users ALTER COLUMN name SET NOT NULL;
        ALTER TABLE users ADD COLUMN a text;
        """);

    [Fact]
    public void Silent_on_a_new_table() => Silent("""
        SET statement_timeout = '30s';
        CREATE TABLE users (id bigint, name text);
        ALTER TABLE users ADD CONSTRAINT named CHECK (name <> '') NOT VALID;
        ALTER TABLE users VALIDATE CONSTRAINT named;
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public Task Rewrite_runs_and_gives_the_same_schema(int major) => ProvesRewrite($"""
        {Before}SET statement_timeout = '30s';
        [|CREATE INDEX CONCURRENTLY users_name ON users (name)|];
        """, major);
}
