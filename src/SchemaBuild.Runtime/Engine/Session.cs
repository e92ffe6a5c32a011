using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Transactions;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>One statement, with positional parameters.</summary>
internal readonly record struct Command(string Sql, params object?[] Parameters)
{
    /// <summary>
    /// Starts a transaction on the way to what follows it. The server completes it before it reads on, so that the next statement is not
    /// part of a pipeline.
    /// </summary>
    public static Command Begin { get; } = new("BEGIN") { IsComplete = true };

    /// <summary>The same with what a file's own BEGIN asks for.</summary>
    public static Command BeginAs(string? begin) => begin is null ? Begin : new(begin) { IsComplete = true };

    /// <summary>Ends a transaction. What follows in the same round trip is no part of it, and cannot take it back.</summary>
    public static Command Commit { get; } = new("COMMIT") { IsComplete = true };

    public bool IsComplete { get; private init; }
}

/// <summary>
/// The one physical connection of a run. It is held from the first read to the end, because the lock lives on it, and given back as it was
/// found.
/// </summary>
internal sealed class Session : IAsyncDisposable
{
    private const string CheckClient = "client_connection_check_interval";

    private readonly NpgsqlDataSource _dataSource;
    private readonly NpgsqlConnection _connection;
    private readonly ILogger _log;
    private List<Command>? _asFound;
    private (string Name, string Value)[] _own = [];
    private string _role = "none";
    private string? _running;
    private string? _restoredFor;
    private bool _isPrepared;
    private StepWatch? _watch;

    private Session(NpgsqlDataSource dataSource, NpgsqlConnection connection, ILogger log)
    {
        _dataSource = dataSource;
        _connection = connection;
        _log = log;
        connection.Notice += OnNotice;
    }

    public string Database => _connection.Database;

    public int ServerMajor => _connection.PostgreSqlVersion.Major;

    /// <summary>Watches what this session waits for.</summary>
    public StepWatch Watch => _watch!;

    /// <summary>Takes the lock of the run, if nobody has it.</summary>
    public Command LockAttempt { get; set; }

    /// <summary>Fails unless this session still holds the lock of the run.</summary>
    public Command LockCheck { get; set; }

    /// <summary>Whether the server still talks to us.</summary>
    public bool IsAlive => _connection.State == System.Data.ConnectionState.Open;

    public static async Task<Session> OpenAsync(NpgsqlDataSource dataSource, ILogger log, CancellationToken cancellationToken)
    {
        var settings = new NpgsqlConnectionStringBuilder(dataSource.ConnectionString);
        if (settings.Multiplexing)
            throw new MigrationException(MigrationError.UnsupportedDataSource,
                "The data source has Multiplexing=true: its commands share physical connections, so a session lock would protect nothing. "
                + "Nothing was changed. Migrate with a data source of its own, without Multiplexing.");

        // A standby of a multi-host data source cannot be migrated, and an ambient transaction must not wrap ours.
        var primary = dataSource is NpgsqlMultiHostDataSource hosts ? hosts.WithTargetSession(TargetSessionAttributes.Primary) : dataSource;
        var session = new Session(dataSource, primary.CreateConnection(), log);
        try
        {
            await session.ConnectAsync(cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            throw Failure.Connection(settings, exception);
        }
    }

    /// <summary>Prepares a session that is going to change something: remembers what it was like, and lets nothing end it but us.</summary>
    /// <exception cref="MigrationException">A pooler sits in between that does not keep the session together.</exception>
    public async Task BeginAsync(MigratorOptions options, CancellationToken cancellationToken)
    {
        var settings = new List<(string Name, string Value)>();
        var backend = 0;
        await using (var reader = await ReadAsync(new Command(
            "SELECT 'pid', pg_catalog.pg_backend_pid()::text UNION ALL SELECT 'role', pg_catalog.current_setting('role') UNION ALL "
            + "SELECT name, pg_catalog.current_setting(name) FROM pg_catalog.pg_settings WHERE source = 'session'"), cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetString(0) == "pid")
                    backend = int.Parse(reader.GetString(1), CultureInfo.InvariantCulture);
                else if (reader.GetString(0) == "role")
                    _role = reader.GetString(1);
                else
                    settings.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        if (backend != _connection.ProcessID)
            await Pooler.DemandSessionsAsync(_connection, _dataSource, cancellationToken).ConfigureAwait(false);
        _watch = new StepWatch(_dataSource, backend);

        _asFound =
        [
            new("CLOSE ALL"),
            new("UNLISTEN *"),
            new("RESET SESSION AUTHORIZATION"),
            new(_role == "none" ? "RESET ROLE" : $"SET ROLE {Quote(_role)}"),
            new("RESET ALL"),
            new("DISCARD TEMP"),
            new("DISCARD SEQUENCES"),
            .. settings.Count > 0 ? [Set(settings)] : Array.Empty<Command>(),
        ];

        _own = [.. Own(ServerMajor, options.StatementTimeout)];
        try
        {
            await ExecuteAsync([Set(_own)], cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            // The server's operating system cannot tell while it works that a client is gone. The keepalives still will, later.
            _own = [.. _own.Where(setting => setting.Name != CheckClient)];
            await ExecuteAsync([Set(_own)], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Connects anew after the driver has given the connection up, and tries to have the lock back.</summary>
    /// <returns>Whether it has it. Whoever had it in the meantime may have changed anything.</returns>
    public async Task<bool> ReopenAsync()
    {
        await _connection.CloseAsync().ConfigureAwait(false);
        await ConnectAsync(CancellationToken.None).ConfigureAwait(false);
        await ExecuteAsync(Restoration(_running!), CancellationToken.None).ConfigureAwait(false);
        return await ScalarAsync(LockAttempt, CancellationToken.None).ConfigureAwait(false) is true;
    }

    /// <summary>
    /// Undoes what a migration did to the session (settings, search_path, role, temporary tables, cursors), but not our lock, and shows in
    /// <c>pg_stat_activity</c> what runs next.
    /// </summary>
    public async Task RestoreAsync(string next, CancellationToken cancellationToken)
    {
        _running = next;
        if (_restoredFor != next)
            await ExecuteAsync(Restoration(next), cancellationToken).ConfigureAwait(false);
        _restoredFor = null;
    }

    /// <summary>
    /// Lets the server parse and plan once what it is told with every commit. Before any migration runs: one may become a role that cannot even name the history.
    /// </summary>
    public async Task PrepareAsync(IEnumerable<Command> commands, CancellationToken cancellationToken)
    {
        await using var batch = Batch([Command.Begin, .. AsOurselves(), .. commands, LockCheck, Command.Commit, .. Restoration("")]);
        await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
        _isPrepared = true;
    }

    /// <summary>
    /// Commits the open transaction (or one of its own) with what the history says about it, unless the lock is gone; and restores the session for the migration that runs
    /// next, in the same round trip.
    /// </summary>
    /// <param name="begins">Whether there is no transaction yet.</param>
    /// <param name="commands">What the history says.</param>
    /// <param name="checksLock">Whether it is only committed under the lock of the run.</param>
    /// <param name="next">The migration that runs next; null when this one goes on, or none does.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="MigrationException">The lock is gone.</exception>
    public async Task CommitAsync(bool begins, IEnumerable<Command> commands, bool checksLock, string? next, CancellationToken cancellationToken)
    {
        Command[] committed =
        [
            .. begins ? [Command.Begin] : Array.Empty<Command>(),
            .. AsOurselves(),
            .. commands,
            .. checksLock ? [LockCheck] : Array.Empty<Command>(),
            Command.Commit,
        ];
        await using var batch = Batch([.. committed, .. next is null ? [] : Restoration(next)]);
        try
        {
            // A transaction of its own writes other things too; preparing those costs more than it saves.
            if (_isPrepared && !begins)
                await batch.PrepareAsync(cancellationToken).ConfigureAwait(false);
            await ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);
            _restoredFor = next;
        }
        catch (PostgresException exception) when (RunLock.IsLost(exception))
        {
            throw Failure.LockLost(_running!, exception);
        }
        catch (Exception exception) when (exception is PostgresException or OperationCanceledException && IsAlive && batch.BatchCommands[committed.Length - 1].StatementType != StatementType.Unknown)
        {
            // It is committed. The next migration restores the session itself, and says why if it cannot, or that the run was cancelled.
            _isPrepared = false;
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidSqlStatementName)
        {
            _isPrepared = false;
            throw;
        }
    }

    /// <exception cref="MigrationException">The lock is gone.</exception>
    public async Task DemandLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync([LockCheck], cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (RunLock.IsLost(exception))
        {
            throw Failure.LockLost(_running!, exception);
        }
    }

    // What lets us write the history inside a transaction of the user, in which they may have become another role. It ends with the
    // transaction; the role that they set does not.
    private IEnumerable<Command> AsOurselves()
    {
        yield return new("SET LOCAL SESSION AUTHORIZATION DEFAULT");
        if (_role != "none")
            yield return new($"SET LOCAL ROLE {Quote(_role)}");
    }

    /// <summary>Sends commands in one round trip. They stop at the first that fails.</summary>
    public async Task ExecuteAsync(IReadOnlyList<Command> commands, CancellationToken cancellationToken)
    {
        await using var batch = Batch(commands);
        await ExecuteAsync(batch, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads the rows of one command, or the result sets of several, in one round trip.</summary>
    public Task<NpgsqlDataReader> ReadAsync(Command command, CancellationToken cancellationToken) => ReadAsync([command], cancellationToken);

    /// <inheritdoc cref="ReadAsync(Command, CancellationToken)"/>
    public async Task<NpgsqlDataReader> ReadAsync(IReadOnlyList<Command> commands, CancellationToken cancellationToken)
    {
        await using var batch = Batch(commands);
        return await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The first column of the first row; null when there is none or it is NULL.</summary>
    public Task<object?> ScalarAsync(Command command, CancellationToken cancellationToken) => LastScalarAsync([command], cancellationToken);

    /// <summary>The first column of the first row that the last command gives.</summary>
    public async Task<object?> LastScalarAsync(IReadOnlyList<Command> commands, CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(commands, cancellationToken).ConfigureAwait(false);
        object? value;
        do
        {
            value = await reader.ReadAsync(cancellationToken).ConfigureAwait(false) ? reader.GetValue(0) : null;
        }
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false));
        return value is DBNull ? null : value;
    }

    /// <summary>Ends an open transaction after a failure. What the server does not hear of, it rolls back itself.</summary>
    public async Task RollbackAsync()
    {
        if (IsAlive)
            await ExecuteAsync([new("ROLLBACK")], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>
    /// Gives the lock back, then lets the application see what was changed: its pooled connections know the types of before.
    /// </summary>
    public async Task EndAsync(CancellationToken cancellationToken)
    {
        await ReleaseAsync().ConfigureAwait(false);
        try
        {
            await _connection.ReloadTypesAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // Everything is applied; connections opened from now on read the types anyway.
        }

        _dataSource.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync().ConfigureAwait(false);
        if (_watch is not null)
            await _watch.DisposeAsync().ConfigureAwait(false);
        _connection.Notice -= OnNotice;
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        using var scope = new TransactionScope(TransactionScopeOption.Suppress, TransactionScopeAsyncFlowOption.Enabled);
        await _connection.OpenAsync(cancellationToken).ConfigureAwait(false);
        scope.Complete();
    }

    private async Task ReleaseAsync()
    {
        if (_asFound is null || !IsAlive)
            return;
        try
        {
            _running = null;
            await ExecuteAsync([.. _asFound, new("SELECT pg_catalog.pg_advisory_unlock_all()")], CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // A connection that does not even take this is given back to nobody.
            _dataSource.Clear();
        }

        _asFound = null;
    }

    /// <summary>
    /// What others see who wait for the lock: the migration, since when, and where. The server keeps 63 bytes.
    /// </summary>
    internal static string ApplicationName(string migration, DateTime since, string machine)
    {
        var rest = string.Create(CultureInfo.InvariantCulture, $" since {since:HH:mm:ss}Z on {machine}");
        var room = Math.Max(20, 63 - "SchemaBuild ".Length - rest.Length);
        return $"SchemaBuild {(migration.Length <= room ? migration : migration[..(room - 1)] + "~")}{rest}";
    }

    /// <summary>A time limit as a setting has it; 0 for none.</summary>
    internal static string Milliseconds(TimeSpan time) =>
        time <= TimeSpan.Zero ? "0" : Math.Clamp((long)time.TotalMilliseconds, 1, int.MaxValue).ToString(CultureInfo.InvariantCulture);

    /// <summary>An identifier as SQL has it.</summary>
    internal static string Quote(string identifier) => $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    // A role's time limits are made for queries; a migration that wants one sets it itself. A client that is gone must be noticed in
    // seconds, whether the server is working for it or waiting for it, because until then it holds the lock.
    private static IEnumerable<(string Name, string Value)> Own(int major, TimeSpan statementTimeout)
    {
        yield return ("statement_timeout", Milliseconds(statementTimeout));
        yield return ("lock_timeout", "0");
        yield return ("idle_in_transaction_session_timeout", "0");
        yield return ("idle_session_timeout", "0");
        if (major >= 17)
            yield return ("transaction_timeout", "0");
        yield return (CheckClient, "2s");
        yield return ("tcp_keepalives_idle", "10");
        yield return ("tcp_keepalives_interval", "5");
        yield return ("tcp_keepalives_count", "3");
    }

    // One command for all of them: each would be parsed and planned.
    private static Command Set(IReadOnlyList<(string Name, string Value)> settings) => new(
        $"SELECT {string.Join(", ", settings.Select((_, i) => $"pg_catalog.set_config(${2 * i + 1}, ${2 * i + 2}, false)"))}",
        [.. settings.SelectMany(setting => new[] { setting.Name, setting.Value })]);

    // Only a batch sends the text as it is; a command is rewritten first, which takes BEGIN ATOMIC apart at its semicolons.
    private NpgsqlBatch Batch(IReadOnlyList<Command> commands)
    {
        var batch = new NpgsqlBatch(_connection) { Timeout = 0 };
        foreach (var command in commands)
        {
            var part = new NpgsqlBatchCommand(command.Sql);
            foreach (var parameter in command.Parameters)
                part.Parameters.Add(new NpgsqlParameter { Value = parameter ?? DBNull.Value });
            if (command.IsComplete)
                part.AppendErrorBarrier = true;
            batch.BatchCommands.Add(part);
        }

        return batch;
    }

    private IReadOnlyList<Command> Restoration(string next) =>
        [.. _asFound!, Set([.. _own, ("application_name", ApplicationName(next, DateTime.UtcNow, Environment.MachineName))])];

    // After a barrier the server goes on, and what it cannot do then is only a consequence of what failed first.
    private static async Task ExecuteAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        try
        {
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception) when (exception.InnerException is AggregateException { InnerExceptions: [PostgresException or OperationCanceledException, ..] } all)
        {
            ExceptionDispatchInfo.Throw(all.InnerExceptions[0]);
        }
    }

    private void OnNotice(object sender, NpgsqlNoticeEventArgs e)
    {
        // 25P01 answers our own ROLLBACK after a step outside a transaction.
        if (_running is null || e.Notice.SqlState == PostgresErrorCodes.NoActiveSqlTransaction)
            return;
        if (e.Notice.InvariantSeverity == "WARNING")
            _log.ServerWarning(_running, e.Notice.MessageText);
        else
            _log.ServerNotice(_running, e.Notice.MessageText);
    }
}
