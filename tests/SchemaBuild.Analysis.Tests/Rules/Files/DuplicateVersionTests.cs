using System.Text;
using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class DuplicateVersionTests() : RuleTest(new DuplicateVersion())
{
    [Fact]
    public void Found_on_the_second_file()
    {
        var finding = Assert.Single(Of(Analyze("001_a.sql", "1_b.sql", "002_c.sql")));
        Assert.Equal("1_b.sql", finding.File);
        Assert.Contains("001_a.sql", finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Found_across_folders() => Assert.Single(Of(Analyze("001_a.sql", "later/001_b.sql")));

    [Fact]
    public void Silent_for_a_migration_and_its_rollback() => Assert.Empty(Of(Analyze("001_a.sql", "rollback/001_rollback_a.sql")));

    private static AnalysisResult Analyze(params string[] paths) =>
        MigrationAnalyzer.Analyze(paths.Select(path => new MigrationInput(path, path, Encoding.UTF8.GetBytes("SELECT 1;"))));
}
