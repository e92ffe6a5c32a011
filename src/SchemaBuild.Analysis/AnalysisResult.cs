namespace SchemaBuild.Analysis;

/// <summary>What the analysis has found.</summary>
/// <param name="Findings">In the order of the files and places.</param>
/// <param name="Migrations">The migrations in the order in which they are applied, with their steps. Files without a version are missing.</param>
/// <param name="Statements">What each statement does; empty unless <see cref="AnalysisOptions.ReportStatements"/>.</param>
/// <param name="StatementCount">How many statements were read.</param>
public sealed record AnalysisResult(
    IReadOnlyList<Finding> Findings, IReadOnlyList<PlannedMigration> Migrations, IReadOnlyList<StatementReport> Statements, int StatementCount)
{
    /// <summary><see cref="AnalysisOptions.SchemaFile"/> cut into steps, psql's meta-commands blanked; null if there is none.</summary>
    public PlannedScript? SchemaScript { get; init; }

    /// <summary>What exists after the last migration.</summary>
    internal Catalog.CatalogState FinalState { get; init; } = Analysis.Catalog.CatalogState.Empty;

    /// <summary>True if a finding that is not silenced is an error.</summary>
    public bool HasErrors => Findings.Any(finding => finding is { Severity: Severity.Error, IsSuppressed: false });
}
