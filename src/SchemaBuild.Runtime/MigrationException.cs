namespace SchemaBuild;

/// <summary>
/// A run that could not do what was asked. The message says what failed, where, what the server said, in which state the database is now
/// and what to do next. A refusal of the server is the <see cref="Exception.InnerException"/>, an <c>Npgsql.PostgresException</c>.
/// </summary>
public sealed class MigrationException : Exception
{
    /// <summary>Makes one.</summary>
    public MigrationException(MigrationError error, string message, Exception? innerException = null)
        : base(message, innerException) => Error = error;

    /// <summary>What went wrong.</summary>
    public MigrationError Error { get; }

    /// <summary>The migration concerned; the first one, when there are several.</summary>
    public string? Version { get; init; }

    /// <summary>The file concerned, below the migrations folder.</summary>
    public string? FileName { get; init; }

    /// <summary>The step that failed: its <see cref="MigrationStep.Order"/>.</summary>
    public int? StepOrder { get; init; }

    /// <summary>The line of the file that failed; 1 for the first.</summary>
    public int? Line { get; init; }
}
