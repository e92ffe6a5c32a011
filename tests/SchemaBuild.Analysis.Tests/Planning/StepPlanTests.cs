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

    /// <summary>Expected: the last step from its segment on, as the runner reads it.</summary>
    [Theory]
    [InlineData("CREATE TABLE a (i int); CREATE INDEX CONCURRENTLY ON a (i);", "2! public.a_i_idx")]
    [InlineData("CREATE TABLE a (i int); CREATE INDEX \"A i\" ON a (i); DROP INDEX CONCURRENTLY \"A i\";", "2! public.\"A i\"")]
    [InlineData("DROP INDEX CONCURRENTLY IF EXISTS app.x;", "1!~ app.x")]
    [InlineData("CREATE TABLE a (i int PRIMARY KEY); REINDEX TABLE CONCURRENTLY a;", "2! public.a")]
    [InlineData("REINDEX (CONCURRENTLY) INDEX app.x;", "1! app.x")]
    [InlineData("REINDEX SCHEMA CONCURRENTLY app;", "1!")]
    [InlineData("ALTER TABLE p DETACH PARTITION app.p1 CONCURRENTLY;", "1! app.p1")]
    [InlineData("CREATE TABLE p (i int) PARTITION BY RANGE (i); CREATE TABLE p1 PARTITION OF p DEFAULT; ALTER TABLE p DETACH PARTITION p1;", "1")]
    [InlineData("-- schemabuild:no-transaction\nALTER TYPE app.mood ADD VALUE 'it''s' BEFORE 'ok';", "1! 'it''s' app.mood")]
    [InlineData("-- schemabuild:no-transaction\nALTER TYPE mood ADD VALUE IF NOT EXISTS 'good';", "1!~ 'good' mood")]
    [InlineData("ALTER TYPE mood ADD VALUE 'good';", "1")]
    [InlineData("-- schemabuild:no-transaction\nALTER TABLE a VALIDATE CONSTRAINT c, ALTER COLUMN i SET NOT NULL;", "1!~")]
    [InlineData("-- schemabuild:no-transaction\nALTER TABLE a VALIDATE CONSTRAINT c, ADD COLUMN j int;", "1!")]
    [InlineData("-- schemabuild:no-transaction\nCREATE TABLE IF NOT EXISTS a ();", "1!~")]
    [InlineData("CREATE TABLE IF NOT EXISTS a ();", "1")]
    [InlineData("CREATE TABLE a (i int); COMMIT; DO $$ BEGIN ALTER TABLE a ADD j int; END $$;", "2^")]
    [InlineData("CREATE TABLE a (i int); COMMIT; DO $$ BEGIN UPDATE a SET i = 1; END $$;", "2")]
    [InlineData("DO $$ BEGIN EXECUTE current_setting('app.ddl'); END $$;", "1^")]
    [InlineData("CALL app.of_an_extension();", "1^")]
    [InlineData("SELECT app.of_an_extension();", "1")]
    public void The_plan_says_where_to_look_after_a_crash_and_what_takes_a_strong_lock(string sql, string expected)
    {
        var line = Analyze(sql).Migrations[0].Up.WritePlan().TrimEnd('\n').Split('\n')[^1];
        Assert.Equal(expected, line.Split(' ', 4)[3]);
    }

    [Theory]
    [InlineData("BEGIN; SELECT 1; SELECT 2; COMMIT;", "")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; SELECT 2; COMMIT; SELECT 3;", "BEGIN ISOLATION LEVEL SERIALIZABLE 1")]
    [InlineData("START TRANSACTION ISOLATION LEVEL REPEATABLE READ; COMMIT; SELECT 1;", "")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; COMMIT AND CHAIN; SELECT 2; COMMIT; SELECT 3; COMMIT AND CHAIN; SELECT 4; COMMIT;", "BEGIN ISOLATION LEVEL SERIALIZABLE 1, BEGIN ISOLATION LEVEL SERIALIZABLE 2")]
    [InlineData("BEGIN ISOLATION LEVEL SERIALIZABLE; SELECT 1; ROLLBACK; BEGIN; SELECT 2; COMMIT;", "")]
    public void What_a_file_asks_for_when_it_opens_a_transaction_stays(string sql, string expected)
    {
        var script = Analyze(sql).Migrations[0].Up;
        var begins = script.WritePlan().Split('\n').Where(line => line.StartsWith("BEGIN ", StringComparison.Ordinal)).Select(line => line.Split(' ').Skip(1).Select(int.Parse).ToArray());
        Assert.Equal(expected, string.Join(", ", begins.Select(begin => $"{script.Text.Substring(begin[0], begin[1])} {begin[2]}")));
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
