using System.Globalization;
using System.Text;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>The words of every failure: what failed, where, what the server said, how things stand now, what to do next.</summary>
internal static class Failure
{
    public static MigrationException Connection(NpgsqlConnectionStringBuilder settings, Exception exception) => new(
        MigrationError.ConnectionFailed,
        $"Cannot connect to database {settings.Database ?? settings.Username} at {settings.Host}:{settings.Port} as {settings.Username}: "
        + $"{Reason(exception)}. Nothing was changed.",
        exception);

    /// <summary>
    /// Whether the server said no and is there to be asked again. The driver gives a connection up after some errors that are no end of the session for the server:
    /// a full disk (class 53), an input/output error (58), an internal error (XX).
    /// </summary>
    public static bool IsRefusal(Session session, Exception exception) => session.IsAlive || exception is PostgresException { InvariantSeverity: "ERROR" };

    public static MigrationException Server(Session session, Exception exception) => IsRefusal(session, exception)
        ? new(MigrationError.ServerError, $"PostgreSQL refused what the runner itself asked for: {Reason(exception)}. What was applied before stays.", exception)
        : new(MigrationError.ConnectionLost,
            $"The connection to the server was lost: {Reason(exception)}. What was applied before stays; apply again to go on from there.", exception);

    public static MigrationException HistoryRights(string schema, PostgresException exception) => new(
        MigrationError.InsufficientPrivilege,
        $"The history tables in schema {schema} cannot be read or made: {Reason(exception)}. Nothing was changed. "
        + (exception.SqlState == PostgresErrorCodes.ReadOnlySqlTransaction
            ? "The server takes no writes: it is a standby or set to read only. Connect to the primary."
            : $"GRANT USAGE, CREATE ON SCHEMA {Session.Quote(schema)} TO the role that migrates, or set HistorySchema to a schema that it owns."),
        exception);

    public static MigrationException ForeignTable(string schema, History.Shape shape)
    {
        var (table, columns) = shape.Migrations.Count > 0 ? ("schema_migrations", shape.Migrations) : ("migration_steps", shape.Steps);
        var owner = columns.ContainsKey("dirty") ? "golang-migrate's"
            : columns.ContainsKey("inserted_at") ? "Ecto's"
            : columns.Count == 1 && columns.ContainsKey("version") ? "that of Rails or dbmate"
            : "another tool's";
        return new(MigrationError.ForeignHistoryTable,
            $"{schema}.{table} is {owner}, not ours: its columns are {string.Join(", ", columns.Select(column => $"{column.Key} {column.Value}"))}. "
            + "Nothing was changed. Set HistorySchema to a schema of our own (for example schemabuild) to keep both.");
    }

    public static MigrationException Locked(string database, string holder, TimeSpan waited) => new(
        MigrationError.LockTimeout,
        string.Create(CultureInfo.InvariantCulture, $"Another process migrates {database}, and this one waited {waited.TotalSeconds:0.#} s (LockTimeout): {holder}. ")
        + "Nothing was changed by this process. Wait for the other one, or end its session with pg_terminate_backend if it hangs.");

    public static MigrationException Pooler(string mode) => new(
        MigrationError.UnsupportedDataSource,
        $"Between this process and the server sits a pooler in {mode} mode (PgBouncer's pool_mode = {mode}): it hands the server connection to others in the middle of a "
        + "run, so the lock that keeps a second process out would be lost without notice. Nothing was changed. Migrate over a data source of its own that names the server's "
        + "own host and port, or a pool in session mode; the application itself may stay on this one.");

    public static MigrationException FailedElsewhere(Migration migration, HistoryStep step) => new(
        MigrationError.StepFailed,
        $"{migration.FileName}: step {step.Order} failed in another process while this one waited for it: {step.Error}. It was not tried again right away. "
        + "Correct the cause and run again.")
    {
        Version = migration.Version,
        FileName = migration.FileName,
        StepOrder = step.Order,
    };

    public static MigrationException LockLost(string migration, PostgresException exception) => new(
        MigrationError.LockLost,
        $"The lock of this run is no longer on its session, so another process may be migrating. What {migration} did last was not committed; what was committed before stays. "
        + "Either the migration gave the lock up (DISCARD ALL, pg_advisory_unlock_all): take that statement out. Or a pooler in transaction mode sits in between: "
        + "connect to the server itself, or to a pooler in session mode.",
        exception);

    public static IEnumerable<MigrationProblem> Edited(Comparison comparison) =>
        from edited in comparison.Edited
        select new MigrationProblem(MigrationError.EditedMigration, edited.Migration.Version,
            $"{edited.Migration.FileName} was edited after it was applied{On(edited.Row)}: its checksum is {edited.Migration.Checksum}, the history has {edited.Row.Checksum}.");

    public static IEnumerable<MigrationProblem> Missing(Comparison comparison) =>
        from row in comparison.Missing
        select new MigrationProblem(MigrationError.MissingMigration, row.Version,
            $"Migration {row.Version} ({row.Description}) was applied{On(row)}, but is not in the code, which has later ones.");

    public static IEnumerable<MigrationProblem> OutOfOrder(Comparison comparison) =>
        from migration in comparison.OutOfOrder
        select new MigrationProblem(MigrationError.OutOfOrder, migration.Version,
            $"{migration.FileName} is not applied, although {comparison.NewestApplied!.Version}, which comes after it, is.");

    public static IEnumerable<MigrationProblem> Pending(Comparison comparison) =>
        from migration in comparison.Pending.Except(comparison.OutOfOrder)
        select new MigrationProblem(MigrationError.PendingMigration, migration.Version, $"{migration.FileName} is not applied.");

    public static IEnumerable<MigrationProblem> Unfinished(Dictionary<string, HistoryRow> rows, Func<HistoryRow, bool> which) =>
        from row in rows.Values
        where which(row)
        orderby row.Version
        select new MigrationProblem(MigrationError.PartiallyApplied, row.Version, row.IsRollingBack
            ? $"The rollback of {row.Version} ({row.Description}) stopped in the middle."
            : $"{row.Version} ({row.Description}) stopped in the middle: {row.Steps.Count(step => step.Success)} of its steps are committed.");

    /// <summary>All problems of one kind as one error; nothing if there are none.</summary>
    public static void Throw(IEnumerable<MigrationProblem> problems, MigrationSet migrations, string advice)
    {
        if (problems.ToList() is not [var first, ..] all)
            return;

        var text = new StringBuilder();
        foreach (var problem in all)
            text.AppendLine(problem.Message);
        throw new MigrationException(first.Error, text.Append(advice).ToString())
        {
            Version = first.Version,
            FileName = migrations.Find(first.Version)?.FileName,
        };
    }

    public static MigrationException NoRollback(IReadOnlyList<string> versions, MigrationSet migrations) => new(
        MigrationError.MissingRollback,
        string.Concat(versions.Select(version => migrations.Find(version) is { } migration
            ? $"{migration.FileName} has no rollback file.{Environment.NewLine}"
            : $"Migration {version} is not in the code, and so neither is its rollback file.{Environment.NewLine}"))
        + "Nothing was rolled back. Write rollback/VERSION_rollback_NAME.sql for each, or roll back with the version of the application that has them.")
    {
        Version = versions[0],
        FileName = migrations.Find(versions[0])?.FileName,
    };

    public static MigrationException ChangedInTheMiddle(Migration migration, MigrationScript script, int done) => new(
        MigrationError.PartiallyApplied,
        $"{script.FileName} stopped in the middle of an earlier run: its first {done} steps are committed. Since then the file was changed in one of them, "
        + "so the rest cannot simply follow. Nothing was changed now. Put the text of those steps back; the steps after them may be corrected.")
    {
        Version = migration.Version,
        FileName = script.FileName,
    };

    public static MigrationException Interrupted(string schema, string version, MigrationScript script, MigrationStep step) => new(
        MigrationError.InterruptedStep,
        $"{script.FileName}({step.Line}): step {step.Order} ({step.Kind}) runs outside a transaction, and the run before ended while it was being executed, "
        + "so it may have taken effect or not. Nothing was changed now. Look at the database, then let the next run skip the step or repeat it:"
        + Environment.NewLine
        + $"  took effect:  UPDATE {Session.Quote(schema)}.migration_steps SET success = true WHERE version = '{version}' AND step_order = {step.Order} AND NOT success;"
        + Environment.NewLine
        + $"  did not:      DELETE FROM {Session.Quote(schema)}.migration_steps WHERE version = '{version}' AND step_order = {step.Order} AND NOT success;")
    {
        Version = version,
        FileName = script.FileName,
        StepOrder = step.Order,
        Line = step.Line,
    };

    public static MigrationException OtherIndex(MigrationScript script, MigrationStep step, string index, string difference) => new(
        MigrationError.InterruptedStep,
        $"{script.FileName}({step.Line}): step {step.Order} ({step.Kind}) was interrupted, and an index {index} is there that is not the one it makes: {difference}. "
        + $"Nothing was changed now. Drop or rename that index (DROP INDEX CONCURRENTLY {index}), then run again.")
    {
        FileName = script.FileName,
        StepOrder = step.Order,
        Line = step.Line,
    };

    public static MigrationException InvalidIndex(Migration migration, MigrationScript script, MigrationStep step, bool stays) => new(
        MigrationError.StepFailed,
        $"{script.FileName}({step.Line}): step {step.Order} ({step.Kind}) left {step.Target} as it was, and it is invalid: no query uses it, every write pays for it, and a unique one "
        + "does not guarantee anything. IF NOT EXISTS takes it for the index that is wanted. "
        + (stays ? "" : "The transaction was rolled back. ")
        + $"Run DROP INDEX CONCURRENTLY {step.Target}, then run again.")
    {
        Version = migration.Version,
        FileName = script.FileName,
        StepOrder = step.Order,
        Line = step.Line,
    };

    /// <summary>A step, or the commit after it, failed.</summary>
    /// <param name="migration">The migration.</param>
    /// <param name="script">The file that ran.</param>
    /// <param name="step">The step; the last one of its segment when the commit failed; null when the file has none.</param>
    /// <param name="committing">Whether the steps were done and their commit failed.</param>
    /// <param name="stays">How many steps were committed before.</param>
    /// <param name="isRefusal">Whether the server said no, and the connection was not lost.</param>
    /// <param name="exception">What the server or the network said.</param>
    /// <param name="blockers">Who was in the way of the step, if somebody was.</param>
    public static MigrationException Step(
        Migration migration, MigrationScript script, MigrationStep? step, bool committing, int stays, bool isRefusal, Exception exception,
        string? blockers)
    {
        var line = step is null ? 1 : committing ? step.Line : LineOf(script, step, exception);
        var what = step is null || (committing && !step.RefusesTransaction)
            ? "the commit"
            : $"step {step.Order} of {script.Steps.Count} ({step.Kind})";

        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{script.FileName}({line}): {what} failed: {Reason(exception)}. ");
        if (exception is PostgresException { Detail: { Length: > 0 } detail })
            text.Append(CultureInfo.InvariantCulture, $"{detail.TrimEnd('.')}. ");
        if (exception is PostgresException { Hint: { Length: > 0 } hint })
            text.Append(CultureInfo.InvariantCulture, $"{hint.TrimEnd('.')}. ");

        if (blockers is not null && Retry.IsConflict(exception))
            text.Append(CultureInfo.InvariantCulture, $"In its way: {blockers}. ");

        text.Append((step?.RefusesTransaction ?? false, isRefusal, committing) switch
        {
            (true, _, true) => "It was done, outside a transaction, but that could not be recorded: the next run looks whether it took effect. ",
            (true, true, _) when step!.Kind == StepKind.CreateIndex => step.Target is null
                ? "It ran outside a transaction and may have left an invalid index: drop that first. "
                : $"It ran outside a transaction; if it left {step.Target} invalid, the next run drops it and builds again. ",
            (true, true, _) => "It ran outside a transaction: what it did before it failed stays. ",
            (true, false, _) => "The connection is lost, and the server may still be at it, outside a transaction: the next run looks whether it took effect. ",
            (false, false, true) => "The connection is lost, and the commit may have been made or not: the history shows it to the next run. ",
            _ => "Its transaction was rolled back. ",
        });
        text.Append(stays == 0
            ? step is { RefusesTransaction: true } ? "" : $"Nothing of {script.FileName} stays. "
            : $"The steps before it, 1 to {stays}, were committed and stay; the next run goes on after them, so leave their text as it is. ");
        text.Append(isRefusal ? "Correct the cause and run again." : "Run again.");

        return new(isRefusal ? MigrationError.StepFailed : MigrationError.ConnectionLost, text.ToString(), exception)
        {
            Version = migration.Version,
            FileName = script.FileName,
            StepOrder = step?.Order,
            Line = line,
        };
    }

    /// <summary>What the server or the network said, without the noise around it.</summary>
    public static string Reason(Exception exception) => exception switch
    {
        PostgresException server => $"{server.MessageText.TrimEnd('.')} ({server.SqlState})",
        { InnerException: { } inner } => $"{exception.Message.TrimEnd('.')} ({inner.Message.TrimEnd('.')})",
        _ => exception.Message.TrimEnd('.'),
    };

    // The server counts characters, from 1; the text counts UTF-16 code units.
    private static int LineOf(MigrationScript script, MigrationStep step, Exception exception)
    {
        var offset = 0;
        if (exception is PostgresException { Position: > 0 } server)
        {
            foreach (var rune in step.Sql.EnumerateRunes().Take(server.Position - 1))
                offset += rune.Utf16SequenceLength;
        }

        return script.LineAt(step.Start + offset);
    }

    private static string On(HistoryRow row) => row.AppliedAt is { } time ? string.Create(CultureInfo.InvariantCulture, $" on {time:yyyy-MM-dd HH:mm:ss}") : "";
}
