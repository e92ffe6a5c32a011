namespace SchemaBuild;

/// <summary>How an application treats its migrations.</summary>
public sealed class SchemaBuildOptions
{
    /// <summary>What happens when the application starts, before any other hosted service does.</summary>
    public StartupMode Mode { get; set; } = StartupMode.Apply;

    /// <summary>How to apply; the logger factory of the application is put in unless there is one already.</summary>
    public ApplyOptions Apply { get; } = new();

    /// <summary>With <see cref="StartupMode.Wait"/>: how long between two looks at the history.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// With <see cref="StartupMode.Wait"/>: after how long the start fails. Endless by default, because a process that gives up is only started again.
    /// </summary>
    public TimeSpan WaitTimeout { get; set; } = Timeout.InfiniteTimeSpan;
}
