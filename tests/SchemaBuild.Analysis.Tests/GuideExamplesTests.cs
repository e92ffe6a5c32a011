using SchemaBuild.Testing;

namespace SchemaBuild.Analysis.Tests;

/// <summary>The examples of changes beside running traffic in a guide to schema evolution: each gets, where it stands, what an expert would say of it.</summary>
public sealed class GuideExamplesTests
{
    [Theory]
    [InlineData("add_column.sql", "5 SB2031", "5 SB4004", "7 SB1003")]
    [InlineData("change_type.sql", "4 SB2030", "4 SB4004", "7 SB2031", "10 SB3001", "13 SB1001")]
    [InlineData("drop_column.sql", "3 SB3002", "6 SB3001")]
    [InlineData("dual_write.sql", "14 SB2014")]
    [InlineData("logical_replication.sql", "2 SB4007", "4 SB4008")]
    [InlineData("partition.sql", "7 SB3008")]
    [InlineData("rename_table.sql", "14 SB2001")]
    [InlineData("snapshot_restore.sql", "4 SB2011")]
    public void Each_example_gets_its_findings(string file, params string[] expected)
    {
        var folder = RepositoryRoot.Combine("..", "shared", "guide", "online");
        if (!Directory.Exists(folder)) Assert.Skip("The guide is not on this machine: ../shared/guide/online, relative to the repository, does not exist.");

        var name = "001_" + file;
        var findings = MigrationAnalyzer.Analyze([new MigrationInput(name, name, File.ReadAllBytes(Path.Combine(folder, file)))], new AnalysisOptions { PostgresVersion = 15 }).Findings;

        Assert.Equal(string.Join('\n', expected), string.Join('\n', findings.Where(finding => finding.Severity >= Severity.Warning).Select(finding => $"{finding.Line} {finding.Rule.Code}")));
    }

    [Fact]
    public void No_example_is_left_out()
    {
        var folder = RepositoryRoot.Combine("..", "shared", "guide", "online");
        if (!Directory.Exists(folder)) Assert.Skip("The guide is not on this machine: ../shared/guide/online, relative to the repository, does not exist.");
        var known = typeof(GuideExamplesTests).GetMethod(nameof(Each_example_gets_its_findings))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(row => (string)row.Data[0]!);
        Assert.Equal(Directory.EnumerateFiles(folder, "*.sql").Select(Path.GetFileName).Order(StringComparer.Ordinal), known.Order(StringComparer.Ordinal));
    }
}
