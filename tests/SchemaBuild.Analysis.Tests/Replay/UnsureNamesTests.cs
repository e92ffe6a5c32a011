using System.Text;

namespace SchemaBuild.Analysis.Tests.Replay;

public sealed class UnsureNamesTests
{
    private const string Behind = """
        CREATE TABLE base (a integer, b text NOT NULL);
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        DO $$ BEGIN
            IF random() < 0.5 THEN
                CREATE TABLE maybe (a integer);
                CREATE TRIGGER touched BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION touch();
                ALTER TABLE base ADD COLUMN c integer;
                ALTER TABLE base DROP COLUMN b;
                ALTER TABLE base ADD CONSTRAINT positive CHECK (a > 0);
                CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1';
            END IF;
        END $$;
        """;

    [Theory]
    [InlineData("CREATE TABLE maybe (a integer, d text)")]
    [InlineData("CREATE TRIGGER touched BEFORE UPDATE ON base FOR EACH ROW EXECUTE FUNCTION touch()")]
    [InlineData("ALTER TABLE base ADD COLUMN c integer")]
    [InlineData("ALTER TABLE base ALTER COLUMN b DROP NOT NULL")]
    [InlineData("ALTER TABLE base ADD CONSTRAINT positive CHECK (a > 0)")]
    [InlineData("CREATE FUNCTION one() RETURNS integer LANGUAGE sql AS 'SELECT 1'")]
    public void What_stands_behind_a_condition_makes_no_certain_refusal(string sql)
    {
        var report = Last(sql);

        Assert.Null(report.Error);
        Assert.NotEmpty(report.NotAnalysed);
    }

    [Theory]
    [InlineData("CREATE TABLE base (a integer)", "42P07")]
    [InlineData("ALTER TABLE base ADD COLUMN a integer", "42701")]
    [InlineData("ALTER TABLE base DROP COLUMN d", "42703")]
    public void The_rest_is_refused_as_ever(string sql, string error) => Assert.Equal(error, Last(sql).Error);

    [Theory]
    [InlineData("EXECUTE format('ALTER TABLE base DROP CONSTRAINT %I', (SELECT conname FROM pg_constraint LIMIT 1))", null)]
    [InlineData("EXECUTE (SELECT string_agg(command, ';') FROM commands)", null)]
    [InlineData("EXECUTE format('UPDATE %I SET a = 1', 'base')", "42710")]
    public void A_statement_put_together_at_run_time_may_have_made_or_dropped_anything(string execute, string? error) =>
        Assert.Equal(error, Last($"ALTER TABLE base ADD CONSTRAINT sane CHECK (a > 1); DO $$ BEGIN {execute}; END $$; ALTER TABLE base ADD CONSTRAINT sane CHECK (a > 2)").Error);

    private static StatementReport Last(string sql) =>
        MigrationAnalyzer.Analyze([new("1_x.sql", "1_x.sql", Encoding.UTF8.GetBytes($"{Behind}\n{sql};"))], new AnalysisOptions { ReportStatements = true }).Statements[^1];
}
