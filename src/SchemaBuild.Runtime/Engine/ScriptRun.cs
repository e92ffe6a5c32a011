using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>One file of one migration, up or down, from where it stopped to its end.</summary>
internal sealed class ScriptRun
{
    private readonly Session _session;
    private readonly History _history;
    private readonly MigratorOptions _options;
    private readonly ILogger _log;
    private readonly Migration _migration;
    private readonly MigrationScript _script;
    private readonly HistoryRow? _row;
    private readonly bool _up;
    private readonly Migration? _next;
    private readonly string _version;
    private readonly int _run;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _stepStarted;
    private bool _isBegun;
    private bool _isDone;
    private int _committed;
    private string? _blockers;

    /// <param name="session">Holds the lock.</param>
    /// <param name="history">Where the run is recorded.</param>
    /// <param name="options">Whom to tell.</param>
    /// <param name="log">Where to tell it.</param>
    /// <param name="migration">The migration.</param>
    /// <param name="row">Its row in the history, if it has one.</param>
    /// <param name="up">Whether to apply it; otherwise it is rolled back.</param>
    /// <param name="next">The migration that runs after it.</param>
    public ScriptRun(Session session, History history, MigratorOptions options, ILogger log, Migration migration, HistoryRow? row, bool up, Migration? next)
    {
        _session = session;
        _history = history;
        _options = options;
        _log = log;
        _migration = migration;
        _script = up ? migration.Up : migration.Down!;
        _row = row;
        _up = up;
        _next = next;
        _version = row?.Version ?? migration.Version;
        _isBegun = row is { IsUnfinished: true } && row.IsRollingBack == !up;
        _run = _isBegun ? row!.Run : (row?.Run ?? 0) + 1;
    }

    /// <summary>Runs what is not committed yet.</summary>
    /// <returns>How long it took.</returns>
    public async Task<TimeSpan> ExecuteAsync(CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartMigration(_migration, _up);
        var succeeded = false;
        try
        {
            var elapsed = await GoOnAsync(cancellationToken).ConfigureAwait(false);
            succeeded = true;
            return elapsed;
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }
        finally
        {
            Telemetry.MigrationEnded(_up, succeeded, Stopwatch.GetElapsedTime(_started));
        }
    }

    private async Task<TimeSpan> GoOnAsync(CancellationToken cancellationToken)
    {
        var steps = _script.Steps;
        _committed = _isBegun ? CountCommitted() : 0;

        if (_up)
            _log.Applying(_migration, steps.Count);
        else
            _log.RollingBack(_migration, steps.Count);
        _options.Progress?.Report(new(_migration, _script, null, null));

        if (_committed > 0)
            _log.Resuming(_script.FileName, _committed + 1, steps.Count);
        await SetUpSessionAsync(cancellationToken).ConfigureAwait(false);

        var segments = steps.Skip(_committed).GroupBy(step => step.Segment, (_, segment) => segment.ToList()).ToList();
        foreach (var segment in segments)
        {
            if (segment is [{ RefusesTransaction: true } step])
                await AloneAsync(step, step.Order == steps.Count, cancellationToken).ConfigureAwait(false);
            else
                await TogetherAsync(segment, segment[^1].Order == steps.Count, cancellationToken).ConfigureAwait(false);
            _committed = segment[^1].Order;
        }

        if (segments.Count == 0)
            await TogetherAsync([], isLast: true, cancellationToken).ConfigureAwait(false);

        var elapsed = Stopwatch.GetElapsedTime(_started);
        _options.Progress?.Report(new(_migration, _script, null, elapsed));
        if (_up)
            _log.Applied(_migration, elapsed);
        else
            _log.RolledBack(_migration, elapsed);
        return elapsed;
    }

    // As the steps that are committed have left it.
    private async Task SetUpSessionAsync(CancellationToken cancellationToken)
    {
        await _session.RestoreAsync(_migration.ToString(), cancellationToken).ConfigureAwait(false);
        foreach (var step in _script.Steps.Take(_committed).Where(step => StepKind.IsSessionOnly(step.Kind)))
            await _session.ExecuteAsync([new(step.Sql)], cancellationToken).ConfigureAwait(false);
    }

    // The steps that an earlier run committed must still be the first ones of the file, and end where a transaction does.
    private int CountCommitted()
    {
        var done = _row!.Steps.Where(step => step.Success).ToList();
        var isPrefix = done.Count <= _script.Steps.Count
            && done.Zip(_script.Steps).All(pair => pair.First.Order == pair.Second.Order && pair.First.Sql == pair.Second.Sql)
            && (done.Count == 0 || done.Count == _script.Steps.Count || _script.Steps[done.Count].Segment > _script.Steps[done.Count - 1].Segment);
        return isPrefix ? done.Count : throw Failure.ChangedInTheMiddle(_migration, _script, done.Count);
    }

    // One transaction: the steps, their rows, and the migration's row. All of it is tried again when a lock is not to be had.
    private async Task TogetherAsync(List<MigrationStep> steps, bool isLast, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            var done = new List<(MigrationStep Step, TimeSpan Duration, long End)>(steps.Count);
            var committing = false;
            Exception failure;
            try
            {
                var isLimited = false;
                foreach (var step in steps)
                {
                    // From the first strong lock on others wait for this transaction, so from then on it waits for nobody for long.
                    var limit = !isLimited && LockLimit(step) is { } time ? new Command($"SET LOCAL lock_timeout = {time}") : default(Command?);
                    isLimited |= limit is not null;
                    var before = new List<Command>();
                    if (done.Count == 0)
                        before.Add(Command.BeginAs(step.Begin));
                    if (limit is { } wait)
                        before.Add(wait);
                    var duration = await RunAsync(step, before, cancellationToken).ConfigureAwait(false);
                    done.Add((step, duration, Stopwatch.GetTimestamp()));
                }

                committing = true;
                await _session.CommitAsync(
                    begins: steps.Count == 0,
                    [
                        .. MigrationRow(isLast),
                        .. done.Select(step => _history.StepDone(_version, _run, step.Step, step.Duration, Stopwatch.GetElapsedTime(step.End))),
                    ],
                    checksLock: true, isLast ? _next?.ToString() : null, cancellationToken).ConfigureAwait(false);
                _isBegun = true;
                return;
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            var failed = committing || steps.Count == 0 ? steps.LastOrDefault() : steps[done.Count];
            var isConflict = Retry.IsConflict(failure);
            if (failed is not null && (isConflict || (committing && Retry.IsAboutPlans(failure))) && attempt < _options.MaxAttempts && _session.IsAlive)
            {
                await _session.RollbackAsync().ConfigureAwait(false);
                if (isConflict)
                    await PauseAsync(failed, failure, attempt, cancellationToken).ConfigureAwait(false);

                // What goes with the last commit sets the session up for the next migration, whether it was made or not.
                if (committing)
                    await SetUpSessionAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            await FailAsync(failed, committing, failure, cancellationToken).ConfigureAwait(false);
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    // Outside a transaction: what is going to happen is committed before it does, and how it ended after.
    private async Task AloneAsync(MigrationStep step, bool isLast, CancellationToken cancellationToken)
    {
        var interruption = new Interruption(_session, _options.HistorySchema, _version, _script, step, _log);
        var earlier = _isBegun ? _row?.Steps.Where(row => row.Order == step.Order && !row.Success).MinBy(row => row.Error is not null) : null;
        for (var attempt = 1; ; attempt++)
        {
            var committing = false;
            try
            {
                var isDone = earlier is not null && await interruption.TookEffectAsync(earlier, cancellationToken).ConfigureAwait(false);
                var duration = TimeSpan.Zero;
                if (!isDone)
                {
                    var limit = LockLimit(step) is { } time ? new Command[] { new($"SET lock_timeout = {time}") } : [];
                    await _session.CommitAsync(begins: true,
                        [.. MigrationRow(isLast: false), _history.ForgetInterruption(_version, _run, step), _history.StepBegins(_version, _run, step), .. limit],
                        checksLock: true, next: null, cancellationToken).ConfigureAwait(false);
                    _isBegun = true;
                    duration = await RunAsync(step, [], cancellationToken).ConfigureAwait(false);
                    if (limit.Length > 0)
                        await _session.ExecuteAsync([new("SET lock_timeout = 0")], cancellationToken).ConfigureAwait(false);
                }

                committing = true;
                await _session.CommitAsync(begins: true, [_history.StepEnds(_version, _run, step, duration), .. MigrationRow(isLast)],
                    checksLock: false, isLast ? _next?.ToString() : null, cancellationToken).ConfigureAwait(false);
                if (!isLast || _next is not null)
                    await _session.DemandLockAsync(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception exception) when (!committing && Retry.IsConflict(exception) && attempt < _options.MaxAttempts && _session.IsAlive)
            {
                earlier = new HistoryStep(step.Order, step.Sql, Success: false, Failure.Reason(exception), TargetExisted: null);
                await PauseAsync(step, exception, attempt, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is not MigrationException { Error: not MigrationError.StepFailed })
            {
                await FailAsync(step, committing, exception, cancellationToken).ConfigureAwait(false);
                throw;
            }
        }
    }

    private async Task<TimeSpan> RunAsync(MigrationStep step, IReadOnlyList<Command> before, CancellationToken cancellationToken)
    {
        _log.StepStarting(_script.FileName, step.Line, step.Order, step.Kind);
        _options.Progress?.Report(new(_migration, _script, step, null));
        _stepStarted = Stopwatch.GetTimestamp();
        _isDone = false;
        _blockers = null;
        using var activity = Telemetry.StartStep(_script, step);
        try
        {
            var running = SendAsync(step, before, cancellationToken);
            if (!running.IsCompleted)
                _blockers = await _session.Watch.WatchAsync(running, _options.StepLockTimeout,
                    (blockers, elapsed) => _log.StepBlocked(_script.FileName, step.Line, step.Order, step.Kind, elapsed, blockers),
                    (work, elapsed) => _options.Progress?.Report(new(_migration, _script, step, elapsed, work))).ConfigureAwait(false);
            await running.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity.Fail(exception);
            throw;
        }

        var duration = Stopwatch.GetElapsedTime(_stepStarted);
        Telemetry.StepEnded(step.Kind, duration);
        _options.Progress?.Report(new(_migration, _script, step, duration));
        _log.StepDone(_script.FileName, step.Order, step.Kind, duration);
        return duration;
    }

    // An index that IF NOT EXISTS found, or that could not be built to its end, may be there and of no use. Only that of a partitioned table may be
    // invalid as long as its partitions have none.
    private async Task SendAsync(MigrationStep step, IReadOnlyList<Command> before, CancellationToken cancellationToken)
    {
        // In a transaction, what makes an index ends with a valid one.
        if (step.Kind != StepKind.CreateIndex || step.Target is null
            || !(step.RefusesTransaction || step.Sql.Contains("EXISTS", StringComparison.OrdinalIgnoreCase)))
        {
            await _session.ExecuteAsync([.. before, new(step.Sql)], cancellationToken).ConfigureAwait(false);
            _isDone = true;
            return;
        }

        var check = new Command("""
            SELECT NOT EXISTS (SELECT FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                                WHERE i.indexrelid = pg_catalog.to_regclass($1) AND NOT i.indisvalid AND c.relkind = 'i')
            """, step.Target);
        bool isValid;
        if (step.RefusesTransaction)
        {
            await _session.ExecuteAsync([.. before, new(step.Sql)], cancellationToken).ConfigureAwait(false);
            _isDone = true;
            isValid = await _session.ScalarAsync(check, cancellationToken).ConfigureAwait(false) is true;
        }
        else
        {
            isValid = await _session.LastScalarAsync([.. before, new(step.Sql), check], cancellationToken).ConfigureAwait(false) is true;
        }

        if (!isValid)
            throw Failure.InvalidIndex(_migration, _script, step, stays: step.RefusesTransaction);
    }

    // What says CONCURRENTLY waits at the table's door only behind other schema changes, and later for old transactions, where giving up would leave
    // an invalid index.
    private string? LockLimit(MigrationStep step) =>
        _options.StepLockTimeout <= TimeSpan.Zero || !step.TakesStrongLock || IsLockTimeoutSet(step)
            || (step.RefusesTransaction && step.Sql.Contains("CONCURRENTLY", StringComparison.OrdinalIgnoreCase))
            ? null
            : Session.Milliseconds(_options.StepLockTimeout);

    // By the file itself, for the rest of it or of the transaction.
    private bool IsLockTimeoutSet(MigrationStep step) => _script.Steps.TakeWhile(before => before.Order < step.Order)
        .Any(before => LockTimeout.IsSetBy(before) is { } isLocal && (!isLocal || before.Segment == step.Segment));

    private async Task PauseAsync(MigrationStep step, Exception failure, int attempt, CancellationToken cancellationToken)
    {
        var pause = Retry.Pause(attempt);
        Telemetry.StepRetried(step.Kind, failure is PostgresException { SqlState: var state } ? state : failure.GetType().Name);
        _log.StepRetried(_script.FileName, step.Line, step.Order, step.Kind, Failure.Reason(failure), _blockers ?? "nobody that could be seen",
            attempt + 1, _options.MaxAttempts, pause);
        await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
    }

    private IEnumerable<Command> MigrationRow(bool isLast)
    {
        if (isLast)
            yield return _up ? _history.Applied(_version, _migration, _run, Stopwatch.GetElapsedTime(_started)) : _history.RolledBack(_version, _run);
        else if (!_isBegun)
            yield return _up ? _history.Running(_version, _migration, _run) : _history.RollingBack(_version, _run);
    }

    // Records a failed step, then says so; a cancelled run only records. What a lost connection left open, the server rolls back. Where the driver gave up a
    // connection to a server that is there, another one records it.
    private async Task FailAsync(MigrationStep? step, bool committing, Exception exception, CancellationToken cancellationToken)
    {
        try
        {
            await _session.RollbackAsync().ConfigureAwait(false);
            if (step is not null && !(step.RefusesTransaction && (committing || IsOpen(exception)))
                && (_session.IsAlive || (Failure.IsRefusal(_session, exception) && await HasComeBackAsync().ConfigureAwait(false))))
                await _session.CommitAsync(begins: true,
                [
                    .. FailedRow(),
                    _history.ForgetAttempts(_version, _run, step),
                    _history.StepFailed(_version, _run, step, Stopwatch.GetElapsedTime(_stepStarted), Failure.Reason(exception)),
                ], checksLock: false, next: null, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception inner) when (inner is NpgsqlException or InvalidOperationException or TimeoutException or MigrationException)
        {
            _log.FailureNotRecorded(inner, _script.FileName);
        }

        if (exception is MigrationException)
            return;    // it says everything already
        if (exception is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
            throw Failure.Step(_migration, _script, step, committing, _committed, Failure.IsRefusal(_session, exception), exception, _blockers);
    }

    // What ran outside a transaction and ended otherwise than by the server's refusal may have taken effect: the next run looks.
    private bool IsOpen(Exception exception) =>
        exception is not MigrationException && (_isDone || exception is OperationCanceledException { InnerException: not PostgresException });

    // With the connection the lock was gone: whoever had it since then may have done the migration.
    private async Task<bool> HasComeBackAsync()
    {
        if (!await _session.ReopenAsync().ConfigureAwait(false))
            return false;
        var row = (await _history.ReadAsync(_session, CancellationToken.None).ConfigureAwait(false)).GetValueOrDefault(_version);
        return _isBegun
            ? row is { IsUnfinished: true } && row.Run == _run && row.Steps.Count(step => step.Success) == _committed
            : (row?.Run ?? 0) == _run - 1;
    }

    private IEnumerable<Command> FailedRow()
    {
        if (_up)
            yield return _history.Failed(_version, _migration, _run);
        else if (_isBegun)
            yield return _history.RollingBack(_version, _run);
    }
}
