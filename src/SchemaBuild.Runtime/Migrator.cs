using Microsoft.Extensions.Logging;
using Npgsql;
using SchemaBuild.Engine;

namespace SchemaBuild;

/// <summary>
/// Applies migrations to a database and rolls them back: one process at a time, each migration once. The generated class <c>Migrations</c>
/// calls this with its own <see cref="MigrationSet"/>.
/// </summary>
/// <remarks>
/// The data source must reach the server itself, or a pooler in session mode: the run holds one connection and a session lock on it.
/// Every method throws <see cref="MigrationException"/>, and <see cref="OperationCanceledException"/> when it is cancelled.
/// </remarks>
public static class Migrator
{
    /// <summary>Applies every migration that is not applied yet, in order. When there is none, this is one round trip.</summary>
    public static async Task<ApplyResult> ApplyAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, ApplyOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(migrations);
        options ??= new();
        var log = LogOf(options);
        var applied = new List<MigrationRun>();
        return await InSessionsAsync("apply", dataSource, options, log, ApplyInAsync, cancellationToken).ConfigureAwait(false);

        async Task<ApplyResult> ApplyInAsync(Session session)
        {
            var history = new History(options.HistorySchema);
            if (await history.PeekAsync(session, cancellationToken).ConfigureAwait(false) is { } glance
                && new Comparison(migrations, glance) is { Pending: [], Edited: [] } state && (state.Missing.Count == 0 || options.IgnoreMissing))
            {
                log.UpToDate(migrations.Count);
                if (state.Ahead.MaxBy(row => row.Version, MigrationVersion.Comparer) is { } newest)
                    log.AheadOfCode(state.Ahead.Count, newest.Version);
                return new(applied, migrations.Count - applied.Count);
            }

            await session.BeginAsync(options, cancellationToken).ConfigureAwait(false);
            if (await RunLock.TakeAsync(session, options, log, cancellationToken).ConfigureAwait(false) is not { } waited)
                return new(applied, 0) { IsSkipped = true };
            var rows = await history.OpenAsync(session, log, cancellationToken).ConfigureAwait(false);
            var comparison = new Comparison(migrations, rows);
            ThrowIfUnfit(comparison, migrations, rows, options);
            ThrowIfFailedMeanwhile(comparison, rows, waited);
            if (comparison.Unverified > 0)
                log.Unverified(comparison.Unverified);

            foreach (var migration in comparison.Pending)
                _ = migration.Up.Text;    // A stale build fails here, before anything runs.

            if (comparison.Pending is [var first, _, _, ..])
                await session.PrepareAsync(history.Usual(first.Up, first, up: true), cancellationToken).ConfigureAwait(false);
            foreach (var (migration, next) in comparison.Pending.Zip(comparison.Pending.Skip(1).Append(null)))
            {
                var run = new ScriptRun(session, history, options, log, migration, rows.GetValueOrDefault(migration.Version), up: true, next);
                applied.Add(new(migration, await run.ExecuteAsync(cancellationToken).ConfigureAwait(false)));
            }

            if (applied.Count > 0)
                await session.EndAsync(cancellationToken).ConfigureAwait(false);
            return new(applied, migrations.Count - applied.Count);
        }
    }

    /// <summary>Reads where the database stands. Takes no lock and changes nothing.</summary>
    public static async Task<MigrationStatus> GetStatusAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, MigratorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(migrations);
        return Status(migrations, await ReadAsync(dataSource, options ?? new(), cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Checks that every migration of the set is applied with the text it has now. Takes no lock and changes nothing.</summary>
    public static async Task<VerifyResult> VerifyAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, MigratorOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(migrations);
        var rows = await ReadAsync(dataSource, options ?? new(), cancellationToken).ConfigureAwait(false);
        var comparison = new Comparison(migrations, rows);
        return new(Status(migrations, rows),
        [
            .. Failure.Edited(comparison),
            .. Failure.Missing(comparison),
            .. Failure.Unfinished(rows, row => row.IsUnfinished),
            .. Failure.OutOfOrder(comparison),
            .. Failure.Pending(comparison),
        ]);
    }

    /// <summary>
    /// Says what <see cref="ApplyAsync"/> would do, and what would stop or delay it as things are. Takes no lock and changes nothing.
    /// </summary>
    public static async Task<MigrationPreview> PreviewAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, PreviewOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(migrations);
        options ??= new();
        await using var session = await Session.OpenAsync(dataSource, LogOf(options), cancellationToken).ConfigureAwait(false);
        try
        {
            var (rows, findings) = (new Dictionary<string, HistoryRow>(MigrationVersion.Comparer), new List<PreflightFinding>());
            try
            {
                rows = await new History(options.HistorySchema).ReadAsync(session, cancellationToken).ConfigureAwait(false);
            }
            catch (MigrationException unreadable) when (unreadable.Error is MigrationError.ForeignHistoryTable or MigrationError.InsufficientPrivilege)
            {
                findings.Add(new(PreflightCheck.History, Refuses: true, unreadable.Message));
            }

            var comparison = new Comparison(migrations, rows);
            findings.AddRange(Failure.Edited(comparison).Concat(Failure.Missing(comparison)).Concat(Failure.Unfinished(rows, row => row.IsRollingBack))
                .Concat(Failure.OutOfOrder(comparison)).Select(problem => new PreflightFinding(PreflightCheck.History, Refuses: true, problem.Message)));
            findings.AddRange(await new Preflight(session, options).LookAsync(migrations.PostgresVersion, comparison.Pending.Count > 0, cancellationToken).ConfigureAwait(false));
            return new(Status(migrations, rows), comparison.Pending, [.. findings.OrderByDescending(finding => finding.Refuses)]);
        }
        catch (NpgsqlException exception)
        {
            throw Failure.Server(session, exception);
        }
    }

    /// <summary>Rolls back every migration that was applied after <paramref name="to"/>, newest first.</summary>
    /// <param name="dataSource">The database.</param>
    /// <param name="migrations">All migrations of the application.</param>
    /// <param name="to">The newest migration that stays; null to roll back all.</param>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    public static async Task<RollbackResult> RollbackAsync(
        NpgsqlDataSource dataSource, MigrationSet migrations, Migration? to, RollbackOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        ArgumentNullException.ThrowIfNull(migrations);
        options ??= new();
        var log = LogOf(options);
        var rolledBack = new List<MigrationRun>();
        return await InSessionsAsync("rollback", dataSource, options, log, RollbackInAsync, cancellationToken).ConfigureAwait(false);

        async Task<RollbackResult> RollbackInAsync(Session session)
        {
            var history = new History(options.HistorySchema);
            await session.BeginAsync(options, cancellationToken).ConfigureAwait(false);
            if (await RunLock.TakeAsync(session, options, log, cancellationToken).ConfigureAwait(false) is null)
                return new(rolledBack) { IsSkipped = true };
            var rows = await history.OpenAsync(session, log, cancellationToken).ConfigureAwait(false);

            var affected = rows.Values.Where(row => to is null || MigrationVersion.Comparer.Compare(row.Version, to.Version) > 0).ToList();
            Failure.Throw(Failure.Unfinished(rows, row => affected.Contains(row) && row.IsHalfApplied), migrations,
                "Nothing was rolled back. Apply the rest of it first, or take back by hand what it did.");

            var targets = affected.Where(row => (row.IsApplied && MigrationVersion.IsNumber(row.Version)) || row.IsRollingBack)
                .OrderByDescending(row => row.Version, MigrationVersion.Comparer).ToList();
            if (targets.Where(row => migrations.Find(row.Version)?.Down is null).Select(row => row.Version).ToList() is [_, ..] without)
                throw Failure.NoRollback(without, migrations);
            foreach (var row in targets)
                _ = migrations.Find(row.Version)!.Down!.Text;

            if (targets is [{ Version: var newest }, _, _, ..] && migrations.Find(newest) is { Down: { } script } first)
                await session.PrepareAsync(history.Usual(script, first, up: false), cancellationToken).ConfigureAwait(false);
            foreach (var (row, next) in targets.Zip(targets.Skip(1).Append(null)))
            {
                var migration = migrations.Find(row.Version)!;
                var run = new ScriptRun(session, history, options, log, migration, row, up: false, next is null ? null : migrations.Find(next.Version));
                rolledBack.Add(new(migration, await run.ExecuteAsync(cancellationToken).ConfigureAwait(false)));
            }

            if (rolledBack.Count > 0)
                await session.EndAsync(cancellationToken).ConfigureAwait(false);
            return new(rolledBack);
        }
    }

    private static ILogger LogOf(MigratorOptions options) => options.LoggerFactory.CreateLogger("SchemaBuild");

    // One session, and after an accident another one: it takes the lock and reads the history again, so it goes on from what is really there.
    private static async Task<T> InSessionsAsync<T>(
        string operation, NpgsqlDataSource dataSource, MigratorOptions options, ILogger log, Func<Session, Task<T>> run, CancellationToken cancellationToken)
    {
        using var activity = Telemetry.StartRun(operation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await using var session = await Session.OpenAsync(dataSource, log, cancellationToken).ConfigureAwait(false);
                activity?.SetTag("db.namespace", session.Database);
                try
                {
                    return await run(session).ConfigureAwait(false);
                }
                catch (NpgsqlException exception)
                {
                    throw Failure.Server(session, exception);
                }
            }
            catch (MigrationException failure) when (attempt < options.MaxAttempts
                && (Retry.IsAccident(failure) || (attempt > 1 && failure.Error == MigrationError.ConnectionFailed)))
            {
                var pause = Retry.Pause(attempt);
                log.ConnectionRetried(failure.Message, attempt + 1, options.MaxAttempts, pause);
                await Task.Delay(pause, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                activity.Fail(exception);
                throw;
            }
        }
    }

    // Twenty instances that wait for one that fails would otherwise fail one after the other, each after all of its attempts.
    private static void ThrowIfFailedMeanwhile(Comparison comparison, Dictionary<string, HistoryRow> rows, TimeSpan waited)
    {
        if (comparison.Pending is [var next, ..] && rows.TryGetValue(next.Version, out var row) && row is { IsUnfinished: true, IsRollingBack: false }
            && row.Compare(next) == ChecksumState.Same && row.Steps.Find(step => step.Error is not null && step.Age >= TimeSpan.Zero && step.Age < waited) is { } failed)
            throw Failure.FailedElsewhere(next, failed);
    }

    private static void ThrowIfUnfit(Comparison comparison, MigrationSet migrations, Dictionary<string, HistoryRow> rows, ApplyOptions options)
    {
        Failure.Throw(Failure.Edited(comparison), migrations,
            "Nothing was applied. Put the applied text back, and write the change as a new migration. If the edit changes nothing, write the new checksum into schema_migrations.");
        if (!options.IgnoreMissing)
            Failure.Throw(Failure.Missing(comparison), migrations,
                "Nothing was applied. Put the file back; or, if it was taken out on purpose, set IgnoreMissing.");
        Failure.Throw(Failure.Unfinished(rows, row => row.IsRollingBack), migrations, "Nothing was applied. Finish the rollback first.");
        if (!options.OutOfOrder)
            Failure.Throw(Failure.OutOfOrder(comparison), migrations,
                "Nothing was applied. Give it a number after the newest; or, if the order does not matter, set OutOfOrder.");
    }

    private static async Task<Dictionary<string, HistoryRow>> ReadAsync(NpgsqlDataSource dataSource, MigratorOptions options, CancellationToken cancellationToken)
    {
        await using var session = await Session.OpenAsync(dataSource, LogOf(options), cancellationToken).ConfigureAwait(false);
        try
        {
            return await new History(options.HistorySchema).ReadAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (NpgsqlException exception)
        {
            throw Failure.Server(session, exception);
        }
    }

    private static MigrationStatus Status(MigrationSet migrations, Dictionary<string, HistoryRow> rows)
    {
        var known = migrations.Select(migration => rows.TryGetValue(migration.Version, out var row)
            ? new MigrationEntry
            {
                Version = row.Version,
                Description = migration.Description,
                State = row.MigrationState,
                Checksum = row.IsApplied ? row.Compare(migration) : ChecksumState.None,
                Migration = migration,
                AppliedAt = row.AppliedAt,
                Duration = row.Duration,
                Error = row.Steps.LastOrDefault(step => !step.Success)?.Error,
            }
            : new MigrationEntry { Version = migration.Version, Description = migration.Description, State = MigrationState.Pending, Migration = migration });

        var unknown = rows.Values.Where(row => row.IsApplied && migrations.IndexOf(row.Version) < 0).Select(row => new MigrationEntry
        {
            Version = row.Version,
            Description = row.Description,
            State = MigrationState.Unknown,
            AppliedAt = row.AppliedAt,
            Duration = row.Duration,
        });

        return new([.. known.Concat(unknown).OrderBy(entry => entry.Version, MigrationVersion.Comparer)]);
    }
}
