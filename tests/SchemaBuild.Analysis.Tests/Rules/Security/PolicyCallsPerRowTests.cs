using SchemaBuild.Analysis.Rules;
using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests.Rules.Security;

public sealed class PolicyCallsPerRowTests() : RuleTest(new PolicyCallsPerRow())
{
    /// <summary>rls-semantics</summary>
    [Theory]
    [InlineData("owner = current_setting('app.user')")]
    [InlineData("owner::uuid = auth.uid()")]
    [InlineData("owner = who()")]
    public void Found_where_the_result_is_the_same_for_each_row(string condition) => Finds($"""
        CREATE FUNCTION who() RETURNS text LANGUAGE sql STABLE AS 'SELECT current_user::text';
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        --- next migration
        [|CREATE POLICY p ON notes USING ({condition})|];
        """);

    /// <summary>rls-semantics: it is called once, or is a constant, or depends on the row.</summary>
    [Theory]
    [InlineData("owner = (SELECT current_setting('app.user'))")]
    [InlineData("owner = current_user")]
    [InlineData("owner = lower('ANN')")]
    [InlineData("lower(owner) = 'ann'")]
    [InlineData("has_table_privilege(owner, 'notes', 'SELECT')")]
    [InlineData("random() < 0.5")]
    public void Silent_otherwise(string condition) => Silent($"""
        CREATE TABLE notes (id bigint PRIMARY KEY, owner text);
        --- next migration
        CREATE POLICY p ON notes USING ({condition});
        """);

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task A_subquery_is_run_once_and_a_bare_call_for_each_row(int major)
    {
        var server = await PostgresServer.GetAsync(major);
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("CREATE TABLE notes (id bigint, owner text); INSERT INTO notes SELECT n, 'a' FROM generate_series(1, 10) n");
        Assert.Contains("InitPlan", string.Join('\n', await database.RowsAsync("EXPLAIN SELECT * FROM notes WHERE owner = (SELECT current_setting('app.user', true))")), StringComparison.Ordinal);
        Assert.DoesNotContain("InitPlan", string.Join('\n', await database.RowsAsync("EXPLAIN SELECT * FROM notes WHERE owner = current_setting('app.user', true)")), StringComparison.Ordinal);
    }
}
