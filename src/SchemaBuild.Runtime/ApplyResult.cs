namespace SchemaBuild;

/// <summary>What a run did to one migration.</summary>
/// <param name="Migration">The migration.</param>
/// <param name="Duration">How long its steps took.</param>
public sealed record MigrationRun(Migration Migration, TimeSpan Duration);

/// <summary>What <see cref="Migrator.ApplyAsync"/> did.</summary>
/// <param name="Applied">Applied by this call, in order. Another process may have applied the rest in the meantime.</param>
/// <param name="AlreadyApplied">How many were applied before.</param>
public sealed record ApplyResult(IReadOnlyList<MigrationRun> Applied, int AlreadyApplied)
{
    /// <summary>Another process was migrating, and <see cref="LockedBehavior.Skip"/> said to leave it to that.</summary>
    public bool IsSkipped { get; init; }
}

/// <summary>What <see cref="Migrator.RollbackAsync"/> did.</summary>
/// <param name="RolledBack">Rolled back by this call, newest first.</param>
public sealed record RollbackResult(IReadOnlyList<MigrationRun> RolledBack)
{
    /// <inheritdoc cref="ApplyResult.IsSkipped"/>
    public bool IsSkipped { get; init; }
}
