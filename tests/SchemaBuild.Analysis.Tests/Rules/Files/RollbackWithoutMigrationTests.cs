using System.Text;
using SchemaBuild.Analysis.Rules;

namespace SchemaBuild.Analysis.Tests.Rules.Files;

public sealed class RollbackWithoutMigrationTests() : RuleTest(new RollbackWithoutMigration())
{
    [Fact]
    public void Found_when_no_migration_has_its_version() => Assert.Single(Of(Analyze("001_a.sql", "rollback/002_rollback_a.sql")));

    [Fact]
    public void Silent_for_a_pair() => Assert.Empty(Of(Analyze("001_a.sql", "rollback/1_a.sql")));

    private static AnalysisResult Analyze(params string[] paths) =>
        MigrationAnalyzer.Analyze(paths.Select(path => new MigrationInput(path, path, Encoding.UTF8.GetBytes("SELECT 1;"))));
}
