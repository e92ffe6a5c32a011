using System.Text;

namespace SchemaBuild.Analysis.Tests.Planning;

public sealed class StepPlanTests
{
    /// <summary>Expected: the steps, those of one transaction joined with '+', one that runs alone in brackets.</summary>
    [Theory]
    [InlineData("CREATE TABLE a (); CREATE TABLE b ();", "CREATE TABLE a () + CREATE TABLE b ()")]
    [InlineData("CREATE TABLE a (i int); CREATE INDEX CONCURRENTLY x ON a (i); DROP TABLE b;", "CREATE TABLE a (i int) | [CREATE INDEX CONCURRENTLY x ON a (i)] | DROP TABLE b")]
    [InlineData("BEGIN; CREATE TABLE a (); COMMIT;", "CREATE TABLE a ()")]
    [InlineData("CREATE TABLE a (); BEGIN; CREATE TABLE b (); COMMIT; CREATE TABLE c ();", "CREATE TABLE a () | CREATE TABLE b () | CREATE TABLE c ()")]
    [InlineData("BEGIN; CREATE TABLE a (); COMMIT AND CHAIN; CREATE TABLE b (); COMMIT;", "CREATE TABLE a () | CREATE TABLE b ()")]
    [InlineData("BEGIN; SAVEPOINT s; CREATE TABLE a (); ROLLBACK TO s; COMMIT;", "SAVEPOINT s + CREATE TABLE a () + ROLLBACK TO s")]
    [InlineData("BEGIN; CREATE TABLE a (i int); CREATE INDEX CONCURRENTLY x ON a (i); COMMIT;", "CREATE TABLE a (i int) + CREATE INDEX CONCURRENTLY x ON a (i)")]
    [InlineData("BEGIN; CREATE TABLE a (); ROLLBACK; CREATE TABLE b ();", "CREATE TABLE b ()")]
    [InlineData("CREATE TABLE a (); ROLLBACK;", "")]
    [InlineData("-- schemabuild:no-transaction\nCREATE TABLE a (); CREATE TABLE b ();", "[CREATE TABLE a ()] | [CREATE TABLE b ()]")]
    [InlineData("-- schemabuild:no-transaction\nBEGIN; CREATE TABLE a (); CREATE TABLE b (); COMMIT;", "CREATE TABLE a () + CREATE TABLE b ()")]
    [InlineData("-- schemabuild:transaction\nCREATE TABLE a (i int); CREATE INDEX CONCURRENTLY x ON a (i);", "CREATE TABLE a (i int) + CREATE INDEX CONCURRENTLY x ON a (i)")]
    [InlineData("CREATE TABLE a (); INSERT INTO schema_migrations (version, description) VALUES ('1', 'x');", "CREATE TABLE a ()")]
    [InlineData("BEGIN; DROP TABLE a; DELETE FROM public.schema_migrations WHERE version = '1'; COMMIT;", "DROP TABLE a")]
    [InlineData("CREATE TABLE schema_migrations (version text); INSERT INTO schema_migrations VALUES ('1');", "CREATE TABLE schema_migrations (version text) + INSERT INTO schema_migrations VALUES ('1')")]
    [InlineData("-- é 😀\nSELECT '😀'; -- x\nSELECT 2 -- y", "SELECT '😀' + SELECT 2")]
    public void A_file_is_cut_into_the_steps_that_the_runner_executes(string sql, string expected)
    {
        var script = Analyze(sql).Migrations[0].Up;
        Assert.Equal(Enumerable.Range(1, script.Steps.Count), script.Steps.Select(step => step.Order));
        var segments = script.Steps.GroupBy(step => step.Segment).Select(segment => string.Join(" + ", segment.Select(step => Text(script, step))));
        Assert.Equal(expected, string.Join(" | ", segments));
    }

    [Theory]
    [InlineData("BEGIN; CREATE INDEX CONCURRENTLY x ON a (i); COMMIT;", "25001")]
    [InlineData("-- schemabuild:transaction\nCREATE INDEX CONCURRENTLY x ON a (i);", "25001")]
    [InlineData("CREATE INDEX CONCURRENTLY x ON a (i);", null)]
    public void A_statement_that_refuses_a_transaction_is_refused_where_the_file_insists_on_one(string sql, string? error) =>
        Assert.Equal(error, Analyze(sql).Statements[0].Error);

    [Theory]
    [InlineData("CREATE TABLE a (i int); CREATE INDEX x ON a (i);", 0)]
    [InlineData("BEGIN; CREATE TABLE a (i int); COMMIT; CREATE INDEX x ON a (i);", 1)]
    [InlineData("BEGIN; CREATE TABLE a (i int); COMMIT AND CHAIN; CREATE INDEX x ON a (i); COMMIT;", 1)]
    [InlineData("CREATE TABLE b (i int); CREATE INDEX CONCURRENTLY y ON b (i); CREATE INDEX x ON b (i);", 1)]
    [InlineData("BEGIN; DROP TABLE IF EXISTS a; SAVEPOINT s; CREATE TABLE a (i int); ROLLBACK TO s; CREATE INDEX x ON a (i); COMMIT;", 1)]
    public void A_table_is_new_until_its_transaction_ends(string sql, int findings) =>
        Assert.Equal(findings, Analyze(sql).Findings.Count(finding => finding.Rule.Code == "SB1001"));

    [Theory]
    [InlineData("BEGIN; CREATE TABLE a (); ROLLBACK;", 1)]
    [InlineData("CREATE TABLE a (); ROLLBACK;", 1)]
    [InlineData("ROLLBACK; CREATE TABLE a ();", 0)]
    [InlineData("BEGIN; CREATE TABLE a (); COMMIT; ROLLBACK;", 0)]
    [InlineData("BEGIN; SAVEPOINT s; CREATE TABLE a (); ROLLBACK TO s; COMMIT;", 0)]
    public void A_rollback_that_undoes_something_is_an_error(string sql, int findings) =>
        Assert.Equal(findings, Analyze(sql).Findings.Count(finding => finding is { Rule.Code: "SB4001", Severity: Severity.Error }));

    [Fact]
    public void Settings_do_not_reach_the_next_file()
    {
        var result = Analyze("SET search_path = app;", "CREATE TABLE a (i int);", "CREATE INDEX x ON public.a (i);");
        Assert.Equal(["public.a"], result.Findings.Where(finding => finding.Rule.Code == "SB1001").SelectMany(finding => finding.Relations));
        Assert.Null(result.Statements[^1].Error);
    }

    [Fact]
    public void A_rollback_file_is_paired_with_its_migration()
    {
        var result = MigrationAnalyzer.Analyze(
        [
            new MigrationInput("001_x.sql", "001_x.sql", "CREATE TABLE a ();"u8.ToArray()),
            new MigrationInput("rollback/1_rollback_x.sql", "rollback/1_rollback_x.sql", "DROP TABLE a; DELETE FROM schema_migrations WHERE version = '001';"u8.ToArray()),
        ]);
        var migration = Assert.Single(result.Migrations);
        Assert.Equal("DROP TABLE a", Text(migration.Down!, Assert.Single(migration.Down!.Steps)));
    }

    private static string Text(PlannedScript script, PlannedStep step)
    {
        var sql = script.Text.Substring(step.Start, step.Length);
        return step.RunsAlone ? $"[{sql}]" : sql;
    }

    private static AnalysisResult Analyze(params string[] files) => MigrationAnalyzer.Analyze(
        files.Select((sql, i) => new MigrationInput($"{i + 1}_x.sql", $"{i + 1}_x.sql", Encoding.UTF8.GetBytes(sql))), new AnalysisOptions { ReportStatements = true });
}
