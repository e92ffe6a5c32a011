namespace SchemaBuild;

/// <summary>A moment of a run.</summary>
/// <param name="Migration">The migration that is being applied or rolled back.</param>
/// <param name="Script">The file that runs: <see cref="Migration.Up"/> or <see cref="Migration.Down"/>.</param>
/// <param name="Step">The step that starts, goes on or has ended; null when the whole migration does.</param>
/// <param name="Elapsed">How long it took, or so far while it goes on; null when it starts.</param>
/// <param name="Work">What the server does while the step goes on, about once a second; null when it starts or has ended.</param>
public sealed record MigrationProgress(Migration Migration, MigrationScript Script, MigrationStep? Step, TimeSpan? Elapsed, StepWork? Work = null);

/// <summary>
/// How far the server is with a step, from its own progress views: index builds, CLUSTER, VACUUM, ANALYZE and COPY have one. Of other statements, such
/// as VALIDATE CONSTRAINT, PostgreSQL tells nothing, and then only the time goes on.
/// </summary>
/// <param name="Phase">As the server calls it, such as <c>building index: scanning table</c>; null when it tells nothing.</param>
/// <param name="Done">Blocks, rows, sessions waited for or bytes that are done in this phase.</param>
/// <param name="Total">Of how many; 0 when the server does not know.</param>
/// <remarks>https://www.postgresql.org/docs/current/progress-reporting.html.</remarks>
public sealed record StepWork(string? Phase, long Done, long Total)
{
    internal static StepWork Unknown { get; } = new(null, 0, 0);

    /// <summary>What part of this phase is done, from 0 to 1; null when the server does not know.</summary>
    public double? Fraction => Total > 0 ? Math.Min(1.0, (double)Done / Total) : null;
}
