using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Running;

/// <summary>Shows what the runner logs, except what the progress tells already.</summary>
internal sealed class RunLog(Action<string> writeLine) : ILoggerFactory, ILogger
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith(nameof(Npgsql), StringComparison.Ordinal) ? NullLogger.Instance : this;

    public bool IsEnabled(LogLevel logLevel) => logLevel is LogLevel.Information or LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel) && !IsTold(eventId.Id))
            writeLine(Printable.Line(formatter(state, exception)));
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public void Dispose()
    {
    }

    private static bool IsTold(int eventId) => eventId is MigrationEventId.UpToDate or MigrationEventId.Applying or MigrationEventId.Applied
        or MigrationEventId.RollingBack or MigrationEventId.RolledBack;
}
