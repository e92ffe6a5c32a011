using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace SchemaBuild;

/// <summary>What every run needs to know.</summary>
public class MigratorOptions
{
    /// <summary>The schema of <c>schema_migrations</c> and <c>migration_steps</c>; created when it is missing.</summary>
    public string HistorySchema { get; set; } = "public";

    /// <summary>Where the run tells its story.</summary>
    public ILoggerFactory LoggerFactory { get; set; } = NullLoggerFactory.Instance;

    /// <summary>
    /// How long to wait while another process migrates the same database. Endless by default: waiting is healthy, and a process that gives
    /// up is only started again.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Is told before and after each migration and each step, on the thread of the run.</summary>
    public IProgress<MigrationProgress>? Progress { get; set; }
}
