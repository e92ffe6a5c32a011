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

    /// <summary>What to do while another process migrates the same database.</summary>
    public LockedBehavior WhenLocked { get; set; } = LockedBehavior.Wait;

    /// <summary>
    /// How long to wait while another process migrates the same database. Endless by default: waiting is healthy, and a process that gives
    /// up is only started again. For <see cref="LockedBehavior.Skip"/> and <see cref="LockedBehavior.Fail"/> endless means not at all.
    /// </summary>
    public TimeSpan LockTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>
    /// The <c>lock_timeout</c> of steps that take a strong lock: how long one of them may stand in the queue for its lock, and make everybody who
    /// comes later stand behind it. <see cref="Timeout.InfiniteTimeSpan"/> for none. A file that sets <c>lock_timeout</c> itself is left alone, and so
    /// are statements that say CONCURRENTLY: what they wait for blocks no reads and writes, and a time limit would leave an invalid index.
    /// </summary>
    public TimeSpan StepLockTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How often to try a transaction or a step that did not get its lock, was chosen as the victim of a deadlock or could not be serialized (SQLSTATE 55P03, 40P01 and 40001),
    /// and to open a connection again that broke. The pause between doubles from half a second to 30 seconds.
    /// </summary>
    public int MaxAttempts { get; set; } = 12;

    /// <summary>
    /// The <c>statement_timeout</c> of every step, whatever the role's is; none by default. A file may set another.
    /// </summary>
    public TimeSpan StatementTimeout { get; set; } = Timeout.InfiniteTimeSpan;

    /// <summary>Is told before and after each migration and each step, on the thread of the run.</summary>
    public IProgress<MigrationProgress>? Progress { get; set; }
}

/// <summary>What to do while another process migrates the same database.</summary>
public enum LockedBehavior
{
    /// <summary>Wait until it is done, then do what is left; fail after <see cref="MigratorOptions.LockTimeout"/>.</summary>
    Wait,

    /// <summary>Do nothing and say so in the result.</summary>
    Skip,

    /// <summary>Fail with <see cref="MigrationError.LockTimeout"/>.</summary>
    Fail,
}
