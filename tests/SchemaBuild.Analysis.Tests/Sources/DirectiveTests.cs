using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Tests.Sources;

public sealed class DirectiveTests
{
    private const string Allow = "-- schemabuild:allow SB2001 reason=\"r\"";

    [Theory]
    [InlineData(Allow + "\nDROP TABLE a; DROP TABLE b;", "a")]
    [InlineData("DROP TABLE a;\n\n" + Allow + "\n\nDROP TABLE b; DROP TABLE c;", "b")]
    [InlineData(Allow + "\n\nDROP TABLE a; DROP TABLE b;", "a b")]
    [InlineData("-- Version: 1\n" + Allow + "\n-- text\n\nDROP TABLE a; DROP TABLE b;", "a b")]
    [InlineData("DROP TABLE a; " + Allow + "\nDROP TABLE b;", "b")]
    [InlineData("--schemabuild:allow sb2001,SB1001 reason=\"a b\" until=2999-01-01\nDROP TABLE a;", "a")]
    [InlineData("-- schemabuild:allow SB2001 reason=\"r\" until=2020-01-01\nDROP TABLE a;", "")]
    [InlineData("DROP TABLE a;\n" + Allow, "")]
    [InlineData("DROP TABLE a\n" + Allow, "")]
    public void An_allow_is_about_the_next_statement_or_at_the_top_about_the_file(string sql, string silenced)
    {
        var found = MigrationAnalyzer.Analyze([Input(sql)]).Findings.Where(finding => finding is { Rule.Code: "SB2001", IsSuppressed: true });
        Assert.Equal(silenced, string.Join(' ', found.Select(finding => finding.Relations[0].Replace("public.", "", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData("DROP TABLE\n" + Allow + "\na;", 2, "inside a statement")]
    [InlineData("DROP TABLE a\n" + Allow + "\n;DROP TABLE b;", 2, "inside a statement")]
    [InlineData("/* schemabuild:allow SB2001 reason=\"r\" */ DROP TABLE a;", 1, "line comment")]
    [InlineData("-- schemabuild:allow SB2001 reason=\"r\nDROP TABLE a;", 1, "not closed")]
    [InlineData("-- schemabuild:\nDROP TABLE a;", 1, "'' is not a directive")]
    [InlineData("SELECT 1;\n-- schemabuild:no-transaction\nSELECT 2;", 2, "whole file")]
    [InlineData("-- schemabuild:no-transaction\n-- schemabuild:transaction\nSELECT 2;", 1, "contradicts")]
    public void What_would_silence_nothing_is_an_error(string sql, int line, string says)
    {
        var finding = Assert.Single(MigrationAnalyzer.Analyze([Input(sql)]).Findings, finding => finding.Rule.Code == "SB0006");
        Assert.Equal(line, finding.Line);
        Assert.Contains(says, finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SELECT '-- schemabuild:alow';")]
    [InlineData("SELECT $$\n-- schemabuild:alow\n$$;")]
    [InlineData("SELECT \"schemabuild:x\" FROM t;")]
    public void A_string_is_no_directive(string sql) =>
        Assert.DoesNotContain(MigrationAnalyzer.Analyze([Input(sql)]).Findings, finding => finding.Rule.Code == "SB0006");

    [Fact]
    public void A_comment_without_the_prefix_is_no_directive() =>
        Assert.Null(Directive.Parse(new Comment(0, 20, "-- a schemabuild:allow"), coversFile: false));

    private static MigrationInput Input(string sql) => new("1_x.sql", "1_x.sql", System.Text.Encoding.UTF8.GetBytes(sql));
}
