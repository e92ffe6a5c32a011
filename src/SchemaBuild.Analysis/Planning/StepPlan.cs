using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Analysis.Planning;

/// <summary>The steps of a file, as the runner executes them.</summary>
internal sealed class StepPlan(MigrationFile file)
{
    private readonly List<PlannedStep> _steps = [];

    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>Takes out what a ROLLBACK undoes; the numbers of the other steps close up.</summary>
    public void RemoveSegment(int segment)
    {
        _steps.RemoveAll(step => step.Segment == segment);
        for (var i = 0; i < _steps.Count; i++) _steps[i] = _steps[i] with { Order = i + 1 };
    }

    public void Add(SqlStatement statement, string kind, bool refusesTransaction, int segment, string? target)
    {
        var start = file.Source.CharIndexOf(statement.Start);
        var end = file.Source.CharIndexOf(statement.End);
        _steps.Add(new PlannedStep(_steps.Count + 1, kind, start, end - start, refusesTransaction, segment, target));
    }
}
