namespace SchemaBuild;

/// <summary>Where a migration stands in a database.</summary>
public enum MigrationState
{
    /// <summary>Not applied.</summary>
    Pending,

    /// <summary>Applied.</summary>
    Applied,

    /// <summary>A step failed; what was committed before it stays, and the next run goes on there.</summary>
    Failed,

    /// <summary>Running now, or its process died in the middle; the next run goes on there.</summary>
    Running,

    /// <summary>Being rolled back, or the rollback stopped in the middle.</summary>
    RollingBack,

    /// <summary>Applied and rolled back since.</summary>
    RolledBack,

    /// <summary>Applied, but not in the set: the database is ahead of the code, or the file is gone.</summary>
    Unknown,
}

/// <summary>How the text of an applied migration compares to the one in the set.</summary>
public enum ChecksumState
{
    /// <summary>Not applied, or not in the set.</summary>
    None,

    /// <summary>The same text.</summary>
    Same,

    /// <summary>Another text: the file was edited.</summary>
    Edited,

    /// <summary>The history holds no SHA-256 (a row that somebody inserted by hand), so nobody can tell.</summary>
    Unverified,
}

/// <summary>One migration, of the set or of the history or of both.</summary>
public sealed record MigrationEntry
{
    /// <summary>The version as the history writes it, or else as the file does.</summary>
    public required string Version { get; init; }

    /// <summary>What it does.</summary>
    public required string Description { get; init; }

    /// <summary>Where it stands.</summary>
    public required MigrationState State { get; init; }

    /// <summary>Whether it was edited since.</summary>
    public ChecksumState Checksum { get; init; }

    /// <summary>The migration in the set; null when <see cref="State"/> is <see cref="MigrationState.Unknown"/>.</summary>
    public Migration? Migration { get; init; }

    /// <summary>When it was applied, as the history has it: without time zone.</summary>
    public DateTime? AppliedAt { get; init; }

    /// <summary>How long it took.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>What the server said when it failed.</summary>
    public string? Error { get; init; }
}

/// <summary>Where a database stands, in one word: the first of these that is true, from the last to the first.</summary>
public enum DatabaseState
{
    /// <summary>Every migration of the set is applied, and no others.</summary>
    UpToDate,

    /// <summary>Every migration of the set is applied, and newer ones: a newer version of the application was here.</summary>
    AheadOfCode,

    /// <summary>Some migrations of the set are not applied.</summary>
    Pending,

    /// <summary>A migration is being applied or rolled back, or was when its process died.</summary>
    Applying,

    /// <summary>A step failed, and nobody has applied the rest since.</summary>
    Failed,
}

/// <summary>Where a database stands.</summary>
/// <param name="Entries">Every migration of the set, and those that are applied without being in it, ascending by version.</param>
public sealed record MigrationStatus(IReadOnlyList<MigrationEntry> Entries)
{
    /// <summary>Those of the set that are not applied, in order.</summary>
    public IEnumerable<MigrationEntry> Pending => Entries.Where(entry => entry.State is not (MigrationState.Applied or MigrationState.Unknown));

    /// <summary>Whether every migration of the set is applied.</summary>
    public bool IsUpToDate => !Pending.Any();

    /// <summary>Whether the database has migrations that come after all that the set knows: a newer version of the application was here.</summary>
    public bool IsAheadOfCode => Entries is [.., { State: MigrationState.Unknown }];

    /// <summary>Where it stands in one word.</summary>
    public DatabaseState State =>
        Entries.Any(entry => entry.State == MigrationState.Failed) ? DatabaseState.Failed
        : Entries.Any(entry => entry.State is MigrationState.Running or MigrationState.RollingBack) ? DatabaseState.Applying
        : !IsUpToDate ? DatabaseState.Pending
        : IsAheadOfCode ? DatabaseState.AheadOfCode
        : DatabaseState.UpToDate;
}
