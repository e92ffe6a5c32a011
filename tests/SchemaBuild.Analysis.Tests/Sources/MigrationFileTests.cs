using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Tests.Sources;

public sealed class MigrationFileTests
{
    [Theory]
    [InlineData("SELECT 1", "SELECT 1")]
    [InlineData("SELECT 1;", "SELECT 1")]
    [InlineData("SELECT 1  \n ;\n", "SELECT 1")]
    [InlineData("-- before\nSELECT 1; -- after", "SELECT 1")]
    [InlineData("SELECT 1 -- after", "SELECT 1")]
    [InlineData("SELECT 1 /* after */ -- and\n/* more /* nested */ */\n", "SELECT 1")]
    [InlineData("SELECT 1 -- after\n;SELECT 2", "SELECT 1|SELECT 2")]
    [InlineData("/* a */ SELECT /* inside */ 1 /* b */; SELECT 2", "SELECT /* inside */ 1|SELECT 2")]
    [InlineData("SELECT 1, -- one\n 2", "SELECT 1, -- one\n 2")]
    [InlineData("SELECT '--'", "SELECT '--'")]
    [InlineData("SELECT '-- x */'", "SELECT '-- x */'")]
    [InlineData("SELECT $$ -- x\n */$$ -- y", "SELECT $$ -- x\n */$$")]
    [InlineData("SELECT '😀' -- é", "SELECT '😀'")]
    [InlineData(";;SELECT 1;; ;SELECT 2;", "SELECT 1|SELECT 2")]
    [InlineData("SELECT 1; -- last", "SELECT 1")]
    [InlineData("", "")]
    [InlineData(" \n\t", "")]
    [InlineData("-- only a comment", "")]
    [InlineData("/* only */ -- comments\n;", "")]
    public void A_statement_spans_from_its_first_token_to_its_last(string sql, string expected) =>
        Assert.Equal(expected, string.Join('|', Parse(sql).Statements.Select(statement => statement.Sql)));

    [Fact]
    public void Positions_are_those_of_the_text_with_emoji_and_combining_characters()
    {
        var statement = Parse("/* 😀 */ SELECT '😀e\u0301';").Statements[0];
        Assert.Equal(new LinePosition(1, 10), statement.StartPosition);
        Assert.Equal(new LinePosition(1, 23), statement.EndPosition);
    }

    [Theory]
    [InlineData("-- Version: 007\n-- Description: Create users: all\n--Created:2024-01-15\nSELECT 1;", "007", "Create users: all", "2024-01-15")]
    [InlineData("\n-- VERSION : 1\n-- version: 2\nSELECT 1;", "1", null, null)]
    [InlineData("SELECT 1;\n-- Version: 1", null, null, null)]
    [InlineData("-- Description:\nSELECT 1", null, null, null)]
    [InlineData("-- Version: 3", "3", null, null)]
    public void Header_comments_at_the_top_are_metadata(string sql, string? version, string? description, string? created)
    {
        var header = Parse(sql).Header;
        Assert.Equal((version, description, created), (header.Version, header.Description, header.Created));
    }

    [Fact]
    public void Without_description_the_name_with_spaces_is_the_description() =>
        Assert.Equal("create users table", Parse("SELECT 1", "001_create_users_table.sql").Description);

    [Fact]
    public void A_syntax_error_leaves_no_statements()
    {
        var file = Parse("SELECT 1;\nSELEC 2;");
        Assert.Empty(file.Statements);
        Assert.Equal(10, file.ParseError!.Position);
    }

    [Fact]
    public void Fifty_megabytes_are_read_or_refused_but_never_fatal()
    {
        var rows = string.Join(",\n", Enumerable.Repeat("(1, 'ä')", 10));
        var insert = $"INSERT INTO t VALUES {rows};\n";
        var result = Analyze(string.Concat(Enumerable.Repeat(insert, 50_000_000 / insert.Length)));
        Assert.All(result.Findings, finding => Assert.Equal("SB0001", finding.Rule.Code));
        Assert.True(result.Findings.Count > 0 || result.StatementCount > 100_000);
    }

    [Theory]
    [InlineData("SELECT ", "(", "1", ")", 20_000)]
    [InlineData("SELECT ", "-", "1", "", 20_000)]
    [InlineData("SELECT ", "1+", "1", "", 20_000)]
    [InlineData("CREATE TABLE t (a int CHECK (a > ", "abs(", "1", ")", 5_000)]
    public void Deep_nesting_gives_findings_and_the_next_file_is_analysed(string start, string open, string middle, string close, int depth)
    {
        var deep = start + string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth)) + (start.StartsWith("CREATE", StringComparison.Ordinal) ? "))" : "");
        var result = Analyze(deep, "DROP TABLE u;");
        Assert.Contains(result.Findings, finding => finding is { Rule.Code: "SB2001", File: "2_x.sql" });
        Assert.All(result.Findings.Where(finding => finding.File == "1_x.sql"), finding => Assert.Contains(finding.Rule.Code, (string[])["SB0001", "SB0099"]));
    }

    private static MigrationFile Parse(string sql, string path = "1_x.sql") => MigrationFile.Read(SourceText.FromText(path, sql), path).Parse();

    private static AnalysisResult Analyze(params string[] files) =>
        MigrationAnalyzer.Analyze(files.Select((sql, i) => new MigrationInput($"{i + 1}_x.sql", $"{i + 1}_x.sql", System.Text.Encoding.UTF8.GetBytes(sql))));
}
