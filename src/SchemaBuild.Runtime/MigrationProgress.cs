namespace SchemaBuild;

/// <summary>A moment of a run.</summary>
/// <param name="Migration">The migration that is being applied or rolled back.</param>
/// <param name="Script">The file that runs: <see cref="Migration.Up"/> or <see cref="Migration.Down"/>.</param>
/// <param name="Step">The step that starts or has ended; null when the whole migration does.</param>
/// <param name="Elapsed">How long it took; null when it starts.</param>
public sealed record MigrationProgress(Migration Migration, MigrationScript Script, MigrationStep? Step, TimeSpan? Elapsed);
