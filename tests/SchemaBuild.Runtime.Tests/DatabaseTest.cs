using Microsoft.Extensions.Logging;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

/// <summary>A test with an empty database of its own.</summary>
public abstract class DatabaseTest : IAsyncLifetime
{
    private TestDatabase? _database;

    protected TestDatabase Database => _database!;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public virtual async ValueTask InitializeAsync() => _database = await (await PostgresServer.GetAsync(ProofSize.Major)).CreateDatabaseAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<ApplyResult> ApplyAsync(params Migration[] migrations) => ApplyAsync(new MigrationSet(migrations));

    protected Task<ApplyResult> ApplyAsync(MigrationSet migrations, ApplyOptions? options = null) =>
        Migrator.ApplyAsync(Database.DataSource, migrations, options, Cancellation);

    protected Task<MigrationException> FailsAsync(params Migration[] migrations) => FailsAsync(new MigrationSet(migrations));

    protected Task<MigrationException> FailsAsync(MigrationSet migrations, ApplyOptions? options = null) =>
        Assert.ThrowsAsync<MigrationException>(() => ApplyAsync(migrations, options));

    /// <summary>version|state|rolled_back of every history row.</summary>
    protected Task<IReadOnlyList<string>> HistoryAsync() =>
        Database.RowsAsync("SELECT version, state, rolled_back FROM schema_migrations ORDER BY version");

    /// <summary>version|order|type|success|error of every step row.</summary>
    protected Task<IReadOnlyList<string>> StepsAsync() =>
        Database.RowsAsync("SELECT version, step_order, step_type, success, error_message FROM migration_steps ORDER BY id");

    protected Task<bool> ExistsAsync(string relation) => Database.ScalarAsync<bool>($"SELECT to_regclass('{relation}') IS NOT NULL");
}

/// <summary>Keeps what is logged.</summary>
internal sealed class LogKeeper : ILoggerFactory, ILogger
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add($"{logLevel} {eventId.Id} {formatter(state, exception)}");
    }

    public void Dispose()
    {
    }
}
