namespace SchemaBuild.Engine;

/// <summary>A row of <c>schema_migrations</c>.</summary>
internal sealed record HistoryRow(string Version, string? Checksum, bool RolledBack)
{
    public string Description { get; init; } = "";

    /// <summary>One of <see cref="HistoryState"/>.</summary>
    public string State { get; init; } = HistoryState.Applied;

    /// <summary>Counts the runs of this migration, up and down. A run that goes on after a stop keeps its number.</summary>
    public int Run { get; init; } = 1;

    public DateTime? AppliedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>The steps of the latest run, as far as it came; only of a migration that is neither applied nor rolled back.</summary>
    public List<HistoryStep> Steps { get; } = [];

    /// <summary>Who knows only the contract's columns sees this too: everything but a migration that is applied in full is rolled_back.</summary>
    public bool IsApplied => !RolledBack;

    /// <summary>Whether a run stopped in the middle, going up or down.</summary>
    public bool IsUnfinished => RolledBack && State is HistoryState.Running or HistoryState.Failed or HistoryState.RollingBack;

    /// <summary>Whether a rollback stopped in the middle.</summary>
    public bool IsRollingBack => RolledBack && State == HistoryState.RollingBack;

    /// <summary>Whether going up stopped in the middle with something committed, or perhaps so.</summary>
    public bool IsHalfApplied => IsUnfinished && !IsRollingBack && Steps.Exists(step => step.Success || step.Error is null);

    public MigrationState MigrationState => (RolledBack, State) switch
    {
        (false, _) => MigrationState.Applied,
        (_, HistoryState.Running) => MigrationState.Running,
        (_, HistoryState.Failed) => MigrationState.Failed,
        (_, HistoryState.RollingBack) => MigrationState.RollingBack,
        _ => MigrationState.RolledBack,
    };

    public ChecksumState Compare(Migration migration) =>
        Checksum is not { Length: 64 } || !Checksum.All(char.IsAsciiHexDigit) ? ChecksumState.Unverified
        : string.Equals(Checksum, migration.Checksum, StringComparison.OrdinalIgnoreCase) ? ChecksumState.Same
        : ChecksumState.Edited;
}

/// <summary>A row of <c>migration_steps</c>. Neither success nor an error: it was begun, and nobody knows how it ended.</summary>
internal sealed record HistoryStep(int Order, string Sql, bool Success, string? Error, bool? TargetExisted)
{
    /// <summary>How long ago it ended; null when that is not known.</summary>
    public TimeSpan? Age { get; init; }
}

/// <summary>The values of <c>schema_migrations.state</c>.</summary>
internal static class HistoryState
{
    public const string Applied = "applied";
    public const string Running = "running";
    public const string Failed = "failed";
    public const string RollingBack = "rolling_back";
    public const string RolledBack = "rolled_back";
}
