using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class UnusedAllowTests() : RuleTest(new UnusedAllow())
{
    [Fact]
    public void Found_when_nothing_is_silenced() => Finds("""
        [|-- schemabuild:allow SB1001 reason="nothing here"|]
        SELECT 1;
        """);

    [Fact]
    public void Found_when_it_has_ended() => Assert.Contains("ended on 2020-01-01", Finds("""
        [|-- schemabuild:allow SB1001 reason="for a while" until=2020-01-01|]
        CREATE INDEX ON legacy (id);
        """).Message, StringComparison.Ordinal);

    [Fact]
    public void Silent_when_it_silences_the_next_statement() => Silent("""
        -- schemabuild:allow SB1001 reason="the table is small"
        CREATE INDEX ON legacy (id);
        """);

    [Fact]
    public void Silent_when_it_silences_a_later_statement_of_its_file() => Silent("""
        -- schemabuild:allow SB1001 reason="all of these tables are small"

        SELECT 1;
        CREATE INDEX ON legacy (id);
        """);

    [Fact]
    public void Found_when_it_stands_above_another_statement() => Finds("""
        SELECT 1;
        [|-- schemabuild:allow SB1001 reason="the table is small"|]
        SELECT 2;
        CREATE INDEX ON legacy (id);
        """);

    [Theory]
    [InlineData(2026, 12, 31, new[] { "SB1001 silenced" })]
    [InlineData(2027, 1, 1, new[] { "SB0008", "SB1001" })]
    public void The_day_of_the_analysis_decides(int year, int month, int day, string[] expected) => Assert.Equal(
        expected,
        MigrationAnalyzer.Analyze(
                [new MigrationInput("001_a.sql", "001_a.sql", "-- schemabuild:allow SB1001 reason=\"for a while\" until=2027-01-01\nCREATE INDEX legacy_id ON legacy (id);"u8.ToArray())],
                new AnalysisOptions { Today = new DateOnly(year, month, day) })
            .Findings.Where(finding => finding.Rule.Code is "SB0008" or "SB1001").Select(finding => finding.Rule.Code + (finding.IsSuppressed ? " silenced" : "")));
}
