using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Planning;

/// <summary>The steps of a file, as the runner executes them.</summary>
internal sealed class StepPlan(MigrationFile file)
{
    private readonly List<PlannedStep> _steps = [];

    public IReadOnlyList<PlannedStep> Steps => _steps;

    public void Add(SqlStatement statement, string kind, bool refusesTransaction, int segment, string? target)
    {
        var start = file.Source.CharIndexOf(statement.Start);
        var end = file.Source.CharIndexOf(statement.End);
        _steps.Add(new PlannedStep(_steps.Count + 1, kind, start, end - start, refusesTransaction, segment, target));
    }
}
