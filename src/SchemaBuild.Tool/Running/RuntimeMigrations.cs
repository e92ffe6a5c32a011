using System.Text;
using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Running;

/// <summary>What the analysis planned, as the runner takes it: the same that the generated class hands over.</summary>
internal static class RuntimeMigrations
{
    public static MigrationSet From(AnalysisResult result) => new(result.Migrations.Select(From));

    private static Migration From(PlannedMigration planned) => new(
        planned.Version, planned.Name, planned.Description, From(planned.Up), planned.Down is null ? null : From(planned.Down));

    private static MigrationScript From(PlannedScript planned)
    {
        var plan = new StringBuilder();
        foreach (var step in planned.Steps)
            plan.Append(provider: null, $"{step.Kind} {step.Start} {step.Length} {step.Segment}{(step.RunsAlone ? "!" : "")}{(step.Target is null ? "" : " " + step.Target)}\n");
        return new MigrationScript(planned.RelativePath, planned.Text, plan.ToString());
    }
}
