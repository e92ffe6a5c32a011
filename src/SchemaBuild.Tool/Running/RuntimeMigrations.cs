using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Running;

/// <summary>What the analysis planned, as the runner takes it: the same that the generated class hands over.</summary>
internal static class RuntimeMigrations
{
    public static MigrationSet From(AnalysisResult result) => new(result.Migrations.Select(From));

    private static Migration From(PlannedMigration planned) => new(
        planned.Version, planned.Name, planned.Description, From(planned.Up), planned.Down is null ? null : From(planned.Down));

    private static MigrationScript From(PlannedScript planned) => new(planned.RelativePath, planned.Text, planned.WritePlan());
}
