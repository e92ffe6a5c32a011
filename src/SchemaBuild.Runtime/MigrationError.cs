namespace SchemaBuild;

/// <summary>What went wrong, for code that wants to tell one failure from another.</summary>
public enum MigrationError
{
    /// <summary>The server could not be reached, or refused the connection.</summary>
    ConnectionFailed,

    /// <summary>The connection broke in the middle of a run.</summary>
    ConnectionLost,

    /// <summary>The server refused something that the runner itself asked for.</summary>
    ServerError,

    /// <summary>The data source shares physical connections between commands, so a session lock would protect nothing.</summary>
    UnsupportedDataSource,

    /// <summary>The role lacks a right that the history tables need.</summary>
    InsufficientPrivilege,

    /// <summary>Another tool's table has the name of the history table.</summary>
    ForeignHistoryTable,

    /// <summary>Another process kept the lock for longer than <see cref="MigratorOptions.LockTimeout"/>.</summary>
    LockTimeout,

    /// <summary>The session lost the lock in the middle of a run.</summary>
    LockLost,

    /// <summary>A migration that was applied has another text now.</summary>
    EditedMigration,

    /// <summary>A migration that was applied is missing from the set, and a later one is there.</summary>
    MissingMigration,

    /// <summary>A migration that was not applied comes before one that was.</summary>
    OutOfOrder,

    /// <summary>A migration that should have been applied was not.</summary>
    PendingMigration,

    /// <summary>A migration or a rollback stopped in the middle, and what is asked for now cannot go on from there.</summary>
    PartiallyApplied,

    /// <summary>A step was interrupted outside a transaction, and nobody can tell from here whether it took effect.</summary>
    InterruptedStep,

    /// <summary>The server refused a step.</summary>
    StepFailed,

    /// <summary>A migration that is to be rolled back has no rollback file, or is not in the set.</summary>
    MissingRollback,

    /// <summary>The embedded text of a migration is missing or is not the one that was built.</summary>
    StaleBuild,
}
