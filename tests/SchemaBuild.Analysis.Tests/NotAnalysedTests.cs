using System.Text;

namespace SchemaBuild.Analysis.Tests;

public sealed class NotAnalysedTests
{
    [Theory]
    [InlineData("DO $$ BEGIN EXECUTE 'DROP TABLE ' || current_setting('my.table'); END $$", "current_setting")]
    [InlineData("DROP OWNED BY somebody", "somebody")]
    [InlineData("REASSIGN OWNED BY somebody TO nobody", "somebody")]
    [InlineData("IMPORT FOREIGN SCHEMA far FROM SERVER there INTO here", "far")]
    [InlineData("ALTER EXTENSION hstore UPDATE", "hstore")]
    public void What_is_not_known_before_is_said(string sql, string named) =>
        Assert.Contains(named, Assert.Single(Findings(sql)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("DO $$ BEGIN EXECUTE 'CREATE TABLE a (id int)'; END $$")]
    [InlineData("CREATE TABLE a (id int)")]
    public void What_is_known_is_not(string sql) => Assert.Empty(Findings(sql));

    private static IEnumerable<Finding> Findings(string sql) =>
        MigrationAnalyzer.Analyze([new MigrationInput("1_a.sql", "1_a.sql", Encoding.UTF8.GetBytes(sql))]).Findings.Where(finding => finding.Rule.Code == "SB6090");
}
