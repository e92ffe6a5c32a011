using Microsoft.Extensions.Logging;

namespace SchemaBuild.Engine;

internal static partial class Log
{
    [LoggerMessage(MigrationEventId.WaitingForLock, LogLevel.Information, "Waited {Waited} so far for {Holder}, which migrates this database.")]
    public static partial void WaitingForLock(this ILogger log, string holder, TimeSpan waited);

    [LoggerMessage(MigrationEventId.LockAcquired, LogLevel.Information, "The other process is done; this one goes on after {Waited}.")]
    public static partial void LockAcquired(this ILogger log, TimeSpan waited);

    [LoggerMessage(MigrationEventId.SkippedForLock, LogLevel.Information, "Left to {Holder}, which migrates this database.")]
    public static partial void SkippedForLock(this ILogger log, string holder);

    [LoggerMessage(MigrationEventId.ConnectionRetried, LogLevel.Warning, "{Failure} Attempt {Attempt} of {Attempts} in {Pause}.")]
    public static partial void ConnectionRetried(this ILogger log, string failure, int attempt, int attempts, TimeSpan pause);

    [LoggerMessage(MigrationEventId.HistoryCreated, LogLevel.Information, "Created or completed schema_migrations and migration_steps in schema {Schema}.")]
    public static partial void HistoryCreated(this ILogger log, string schema);

    [LoggerMessage(MigrationEventId.UpToDate, LogLevel.Information, "Nothing to apply: all {Count} migrations are.")]
    public static partial void UpToDate(this ILogger log, int count);

    [LoggerMessage(MigrationEventId.Applying, LogLevel.Information, "Applying {Migration}: {Steps} steps.")]
    public static partial void Applying(this ILogger log, Migration migration, int steps);

    [LoggerMessage(MigrationEventId.Applied, LogLevel.Information, "Applied {Migration} in {Elapsed}.")]
    public static partial void Applied(this ILogger log, Migration migration, TimeSpan elapsed);

    [LoggerMessage(MigrationEventId.RollingBack, LogLevel.Information, "Rolling back {Migration}: {Steps} steps.")]
    public static partial void RollingBack(this ILogger log, Migration migration, int steps);

    [LoggerMessage(MigrationEventId.RolledBack, LogLevel.Information, "Rolled back {Migration} in {Elapsed}.")]
    public static partial void RolledBack(this ILogger log, Migration migration, TimeSpan elapsed);

    [LoggerMessage(MigrationEventId.Resuming, LogLevel.Information,
        "{File} goes on at step {Step} of {Steps}; the steps before were committed by an earlier run.")]
    public static partial void Resuming(this ILogger log, string file, int step, int steps);

    [LoggerMessage(MigrationEventId.AheadOfCode, LogLevel.Information,
        "The database is ahead of this code by {Count} migrations, up to {Newest}: a newer version of the application was here.")]
    public static partial void AheadOfCode(this ILogger log, int count, string newest);

    [LoggerMessage(MigrationEventId.Unverified, LogLevel.Information,
        "{Count} applied migrations have no SHA-256 in the history, so nobody can tell whether their files were edited.")]
    public static partial void Unverified(this ILogger log, int count);

    [LoggerMessage(MigrationEventId.WaitingForMigrations, LogLevel.Information, "Waiting until the migrations are applied. {Standing}")]
    public static partial void WaitingForMigrations(this ILogger log, string standing);

    [LoggerMessage(MigrationEventId.StepStarting, LogLevel.Debug, "{File}({Line}): step {Step}, {Kind}.")]
    public static partial void StepStarting(this ILogger log, string file, int line, int step, string kind);

    [LoggerMessage(MigrationEventId.StepDone, LogLevel.Debug, "{File}: step {Step}, {Kind}, took {Elapsed}.")]
    public static partial void StepDone(this ILogger log, string file, int step, string kind, TimeSpan elapsed);

    [LoggerMessage(MigrationEventId.StepResolved, LogLevel.Warning, "{File}({Line}): step {Step}, {Kind}, did not end properly in an earlier run. {Finding}")]
    public static partial void StepResolved(this ILogger log, string file, int line, int step, string kind, string finding);

    [LoggerMessage(MigrationEventId.ServerNotice, LogLevel.Information, "{Migration}: {Notice}")]
    public static partial void ServerNotice(this ILogger log, string migration, string notice);

    [LoggerMessage(MigrationEventId.ServerWarning, LogLevel.Warning, "{Migration}: {Notice}")]
    public static partial void ServerWarning(this ILogger log, string migration, string notice);

    [LoggerMessage(MigrationEventId.StepBlocked, LogLevel.Information, "{File}({Line}): step {Step}, {Kind}, has run for {Elapsed} and waits for {Blockers}.")]
    public static partial void StepBlocked(this ILogger log, string file, int line, int step, string kind, TimeSpan elapsed, string blockers);

    [LoggerMessage(MigrationEventId.StepRetried, LogLevel.Warning,
        "{File}({Line}): step {Step}, {Kind}, was undone: {Reason}. In its way: {Blockers}. Attempt {Attempt} of {Attempts} in {Pause}.")]
    public static partial void StepRetried(
        this ILogger log, string file, int line, int step, string kind, string reason, string blockers, int attempt, int attempts, TimeSpan pause);

    [LoggerMessage(MigrationEventId.FailureNotRecorded, LogLevel.Warning, "The failure of {File} could not be written into the history.")]
    public static partial void FailureNotRecorded(this ILogger log, Exception exception, string file);
}
