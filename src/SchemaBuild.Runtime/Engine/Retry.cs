using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>What may be tried again, and when.</summary>
internal static class Retry
{
    /// <summary>
    /// A transaction or step that did not get its lock, was the victim of a deadlock, or could not be serialized with others: the server undid all of it.
    /// </summary>
    public static bool IsConflict(Exception exception) => exception is PostgresException
    {
        SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure
    };

    /// <summary>A transaction whose commit was prepared, and which took the preparation away itself (<c>DEALLOCATE ALL</c>).</summary>
    public static bool IsAboutPlans(Exception exception) => exception is PostgresException { SqlState: PostgresErrorCodes.InvalidSqlStatementName };

    /// <summary>
    /// A connection that broke by accident. The history and the catalogue tell the next session what was done; and whoever ended the session
    /// on purpose (57P01) does not want to see it again.
    /// </summary>
    public static bool IsAccident(MigrationException failure) =>
        failure.Error == MigrationError.ConnectionLost && failure.InnerException is not PostgresException { SqlState: PostgresErrorCodes.AdminShutdown };

    /// <summary>Doubles from half a second to 30 seconds, and spreads by half, so that those who got in each other's way do not meet again.</summary>
    public static TimeSpan Pause(int attempt) =>
        TimeSpan.FromSeconds(Math.Min(0.5 * Math.Pow(2, attempt - 1), 30) * (0.75 + (Random.Shared.NextDouble() / 2)));
}
