using System.Collections.Frozen;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.Analysis.Sources;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Planning;

/// <summary>The steps of a file, as the runner executes them.</summary>
internal sealed class StepPlan(MigrationFile file)
{
    private static readonly FrozenSet<string> RowKinds = ["DO", "CALL", "SELECT", "DATA_MIGRATION"];

    private readonly List<PlannedStep> _steps = [];

    public IReadOnlyList<PlannedStep> Steps => _steps;

    /// <summary>Takes out what a ROLLBACK undoes; the numbers of the other steps close up.</summary>
    public void RemoveSegment(int segment)
    {
        _steps.RemoveAll(step => step.Segment == segment);
        for (var i = 0; i < _steps.Count; i++) _steps[i] = _steps[i] with { Order = i + 1 };
    }

    /// <param name="execution">Of the statement.</param>
    /// <param name="kind">Its kind.</param>
    /// <param name="segment">Number of its transaction.</param>
    /// <param name="begin">The file's own BEGIN whose modes that transaction has; null if it has none.</param>
    public void Add(Execution execution, string kind, int segment, SqlStatement? begin)
    {
        var statement = execution.Statement;
        var (start, length) = PlaceOf(statement);
        var isFirst = _steps is [] || _steps[^1].Segment != segment;
        _steps.Add(new PlannedStep(_steps.Count + 1, kind, start, length, execution.IsAlone, segment, execution.Target)
        {
            Begin = isFirst && begin is { Tree: TransactionStmt { Options.Count: > 0 } } ? PlaceOf(begin) : null,
            TakesStrongLock = RowKinds.Contains(kind) && TakesStrongLock(execution),
            IsRepeatable = execution.IsAlone && RepeatableStatement.Is(statement.Tree),
        });
    }

    private (int Start, int Length) PlaceOf(SqlStatement statement)
    {
        var start = file.Source.CharIndexOf(statement.Start);
        return (start, file.Source.CharIndexOf(statement.End) - start);
    }

    // What a block puts together at run time may be anything.
    private static bool TakesStrongLock(Execution execution) =>
        execution.Effects.Locks.Any(taken => taken.Mode > LockMode.RowExclusive)
        || (execution.Statement.Tree is DoStmt or CallStmt && execution.Effects.NotAnalysed.Count > 0);
}
