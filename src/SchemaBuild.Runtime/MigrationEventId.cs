namespace SchemaBuild;

/// <summary>The event ids of what is logged under the category <c>SchemaBuild</c>. They do not change.</summary>
public static class MigrationEventId
{
    /// <summary>Another process migrates the database; this one waits.</summary>
    public const int WaitingForLock = 1001;

    /// <summary>The wait is over.</summary>
    public const int LockAcquired = 1002;

    /// <summary>The history tables were created or completed.</summary>
    public const int HistoryCreated = 1003;

    /// <summary>Another process migrates the database; this one leaves it to that.</summary>
    public const int SkippedForLock = 1004;

    /// <summary>The connection broke, and is opened again to go on.</summary>
    public const int ConnectionRetried = 1005;

    /// <summary>There is nothing to apply.</summary>
    public const int UpToDate = 2001;

    /// <summary>A migration starts.</summary>
    public const int Applying = 2002;

    /// <summary>A migration is applied.</summary>
    public const int Applied = 2003;

    /// <summary>A rollback starts.</summary>
    public const int RollingBack = 2004;

    /// <summary>A migration is rolled back.</summary>
    public const int RolledBack = 2005;

    /// <summary>A migration goes on where it stopped.</summary>
    public const int Resuming = 2006;

    /// <summary>The database has migrations that the code does not know yet.</summary>
    public const int AheadOfCode = 2007;

    /// <summary>Some applied migrations have no checksum to compare.</summary>
    public const int Unverified = 2008;

    /// <summary>The application waits until somebody else has applied the migrations.</summary>
    public const int WaitingForMigrations = 2009;

    /// <summary>A step starts.</summary>
    public const int StepStarting = 3001;

    /// <summary>A step is done.</summary>
    public const int StepDone = 3002;

    /// <summary>An interrupted step turned out to have taken effect, or its remains were removed.</summary>
    public const int StepResolved = 3003;

    /// <summary>The server said something while a migration ran.</summary>
    public const int ServerNotice = 3004;

    /// <summary>The server warned while a migration ran.</summary>
    public const int ServerWarning = 3005;

    /// <summary>A step failed, and that could not be written into the history.</summary>
    public const int FailureNotRecorded = 3006;

    /// <summary>A step waits for a lock that somebody else holds.</summary>
    public const int StepBlocked = 3007;

    /// <summary>A step did not get its lock; its transaction was rolled back and is tried again.</summary>
    public const int StepRetried = 3008;
}
