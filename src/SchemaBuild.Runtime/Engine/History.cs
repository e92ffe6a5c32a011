using Microsoft.Extensions.Logging;
using Npgsql;

namespace SchemaBuild.Engine;

/// <summary>The two history tables: what they look like, how they are read and written.</summary>
internal sealed class History(string schema)
{
    // Their first columns are a contract with people who read and write them by hand; ours follow.
    private static readonly (string Name, string Definition)[] MigrationColumns =
    [
        ("version", "varchar(50) PRIMARY KEY"),
        ("description", "text NOT NULL"),
        ("applied_at", "timestamp DEFAULT current_timestamp"),
        ("execution_time_ms", "integer"),
        ("checksum", "varchar(64)"),
        ("rolled_back", "boolean DEFAULT false"),
        ("rolled_back_at", "timestamp"),
        ("state", "varchar(20) NOT NULL DEFAULT 'applied'"),
        ("run", "integer NOT NULL DEFAULT 1"),
    ];

    private static readonly (string Name, string Definition)[] StepColumns =
    [
        ("id", "serial PRIMARY KEY"),
        ("version", "varchar(50) REFERENCES {0} (version) ON DELETE CASCADE"),
        ("step_order", "integer NOT NULL"),
        ("step_type", "varchar(20) NOT NULL"),
        ("sql_statement", "text NOT NULL"),
        ("executed_at", "timestamp"),
        ("execution_time_ms", "integer"),
        ("success", "boolean DEFAULT true"),
        ("error_message", "text"),
        ("started_at", "timestamp"),
        ("run", "integer NOT NULL DEFAULT 1"),
        ("target_existed", "boolean"),
    ];

    private const string OnConflict = """
        ON CONFLICT (version) DO UPDATE SET description = excluded.description, applied_at = excluded.applied_at,
            execution_time_ms = excluded.execution_time_ms, checksum = excluded.checksum, rolled_back = excluded.rolled_back,
            rolled_back_at = excluded.rolled_back_at, state = excluded.state, run = excluded.run
        """;

    private readonly string _migrations = $"{Session.Quote(schema)}.schema_migrations";
    private readonly string _steps = $"{Session.Quote(schema)}.migration_steps";
    private Shape _shape = new([], []);

    /// <summary>
    /// What decides whether there is anything to do, in one round trip; null when there is no history that answers (no tables, another
    /// tool's, no right to read them).
    /// </summary>
    public async Task<Dictionary<string, HistoryRow>?> PeekAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await session.ReadAsync(
                new Command($"SELECT version, checksum, coalesce(rolled_back, false) FROM {_migrations}"), cancellationToken).ConfigureAwait(false);
            var rows = new Dictionary<string, HistoryRow>(MigrationVersion.Comparer);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                Add(rows, new HistoryRow(reader.GetString(0), Text(reader, 1), reader.GetBoolean(2)));
            return rows;
        }
        catch (Exception exception) when (exception is PostgresException or InvalidCastException)
        {
            return null;
        }
    }

    /// <summary>Reads the history as it is, whether its tables are ours, made by hand or absent. Refuses those of another tool.</summary>
    public async Task<Dictionary<string, HistoryRow>> ReadAsync(Session session, CancellationToken cancellationToken)
    {
        try
        {
            _shape = await InspectAsync(session, cancellationToken).ConfigureAwait(false);
            return await ReadRowsAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            throw Failure.HistoryRights(schema, exception);
        }
    }

    /// <summary>Makes or completes the tables, then reads them. Only under the lock: two that create a table at once fail.</summary>
    public async Task<Dictionary<string, HistoryRow>> OpenAsync(Session session, ILogger log, CancellationToken cancellationToken)
    {
        try
        {
            _shape = await InspectAsync(session, cancellationToken).ConfigureAwait(false);
            var changes = await MissingAsync(session, cancellationToken).ConfigureAwait(false);
            if (changes.Count > 0)
            {
                await session.ExecuteAsync([new("BEGIN"), .. changes, new("COMMIT")], cancellationToken).ConfigureAwait(false);
                log.HistoryCreated(schema);
                _shape = await InspectAsync(session, cancellationToken).ConfigureAwait(false);
            }

            return await ReadRowsAsync(session, cancellationToken).ConfigureAwait(false);
        }
        catch (PostgresException exception) when (exception.SqlState is PostgresErrorCodes.InsufficientPrivilege or PostgresErrorCodes.ReadOnlySqlTransaction)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            throw Failure.HistoryRights(schema, exception);
        }
    }

    /// <summary>What a run writes with every migration, whatever the values.</summary>
    public IEnumerable<Command> Usual(MigrationScript script, Migration migration, bool up) =>
    [
        up ? Applied("", migration, 0, TimeSpan.Zero) : RolledBack("", 0),
        up ? Running("", migration, 0) : RollingBack("", 0),
        .. script.Steps.Take(1).Select(step => StepDone("", 0, step, TimeSpan.Zero, TimeSpan.Zero)),
    ];

    /// <summary>The migration is applied.</summary>
    public Command Applied(string version, Migration migration, int run, TimeSpan duration) => new($"""
        INSERT INTO {_migrations} AS m (version, description, checksum, run, execution_time_ms, applied_at, rolled_back, rolled_back_at, state)
        VALUES ($1, $2, $3, $4, $5, pg_catalog.clock_timestamp(), false, NULL, '{HistoryState.Applied}') {OnConflict}
        """, version, migration.Description, migration.Checksum, run, Milliseconds(duration));

    /// <summary>The migration has begun, and some of it is committed or may be.</summary>
    public Command Running(string version, Migration migration, int run) => NotApplied(version, migration, run, HistoryState.Running);

    /// <summary>A step of it failed.</summary>
    public Command Failed(string version, Migration migration, int run) => NotApplied(version, migration, run, HistoryState.Failed);

    /// <summary>Its rollback has begun, and some of it is committed or may be.</summary>
    public Command RollingBack(string version, int run) =>
        new($"UPDATE {_migrations} SET rolled_back = true, state = '{HistoryState.RollingBack}', run = $2 WHERE version = $1", version, run);

    /// <summary>It is rolled back.</summary>
    public Command RolledBack(string version, int run) => new(
        $"UPDATE {_migrations} SET rolled_back = true, rolled_back_at = pg_catalog.clock_timestamp(), state = '{HistoryState.RolledBack}', run = $2 "
        + "WHERE version = $1", version, run);

    /// <summary>A step was done, some time ago.</summary>
    public Command StepDone(string version, int run, MigrationStep step, TimeSpan duration, TimeSpan ago) => new($"""
        INSERT INTO {_steps} (version, run, step_order, step_type, sql_statement, execution_time_ms, executed_at, started_at)
        VALUES ($1, $2, $3, $4, $5, $6, pg_catalog.clock_timestamp() - $7 * interval '1 second', pg_catalog.clock_timestamp() - $8 * interval '1 second')
        """, version, run, step.Order, step.Kind, step.Sql, Milliseconds(duration), ago.TotalSeconds, (ago + duration).TotalSeconds);

    /// <summary>Takes the place of earlier failures of a step: one that fails every minute keeps one row.</summary>
    public Command ForgetAttempts(string version, int run, MigrationStep step) => new(
        $"DELETE FROM {_steps} WHERE version = $1 AND run = $2 AND step_order = $3 AND NOT success", version, run, step.Order);

    /// <summary>Takes the place of an earlier attempt whose end nobody recorded.</summary>
    public Command ForgetInterruption(string version, int run, MigrationStep step) => new(
        $"DELETE FROM {_steps} WHERE version = $1 AND run = $2 AND step_order = $3 AND NOT success AND error_message IS NULL", version, run, step.Order);

    /// <summary>A step outside a transaction is about to be sent. What its target was before tells later whether it took effect.</summary>
    public Command StepBegins(string version, int run, MigrationStep step) => new(
        $"INSERT INTO {_steps} (version, step_order, step_type, sql_statement, success, started_at, run, target_existed) "
        + $"VALUES ($1, $2, $3, $4, false, pg_catalog.clock_timestamp(), $5, {Interruption.TargetExists(step, "$6")})",
        version, step.Order, step.Kind, step.Sql, run, step.Target);

    /// <summary>It was done.</summary>
    public Command StepEnds(string version, int run, MigrationStep step, TimeSpan duration) => new(
        $"UPDATE {_steps} SET success = true, executed_at = pg_catalog.clock_timestamp(), execution_time_ms = $4 "
        + "WHERE version = $1 AND run = $2 AND step_order = $3 AND NOT success AND error_message IS NULL", version, run, step.Order, Milliseconds(duration));

    /// <summary>A step failed.</summary>
    public Command StepFailed(string version, int run, MigrationStep step, TimeSpan duration, string error) => new(
        $"INSERT INTO {_steps} (version, step_order, step_type, sql_statement, executed_at, execution_time_ms, success, error_message, started_at, run) "
        + "VALUES ($1, $2, $3, $4, pg_catalog.clock_timestamp(), $5, false, $6, pg_catalog.clock_timestamp() - $7 * interval '1 second', $8)",
        version, step.Order, step.Kind, step.Sql, Milliseconds(duration), error, duration.TotalSeconds, run);

    private static int Milliseconds(TimeSpan duration) => (int)Math.Min(duration.TotalMilliseconds, int.MaxValue);

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    // 1 and 001 are one version. If somebody made rows for both, the applied one counts.
    private static void Add(Dictionary<string, HistoryRow> rows, HistoryRow row)
    {
        if (!rows.TryGetValue(row.Version, out var other) || !other.IsApplied)
            rows[row.Version] = row;
    }

    private static bool IsMissing(Dictionary<string, string> columns, string name) => !columns.ContainsKey(name);

    private Command NotApplied(string version, Migration migration, int run, string state) => new($"""
        INSERT INTO {_migrations} AS m (version, description, checksum, run, execution_time_ms, applied_at, rolled_back, rolled_back_at, state)
        VALUES ($1, $2, $3, $4, NULL, NULL, true, NULL, '{state}') {OnConflict}
        """, version, migration.Description, migration.Checksum, run);

    private async Task<Shape> InspectAsync(Session session, CancellationToken cancellationToken)
    {
        var shape = new Shape([], []);
        await using var reader = await session.ReadAsync(new Command("""
            SELECT c.relname::text, c.relkind::text, a.attname::text, pg_catalog.format_type(a.atttypid, NULL)
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
             WHERE n.nspname = $1 AND c.relname IN ('schema_migrations', 'migration_steps')
            """, schema), cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var columns = reader.GetString(0) == "schema_migrations" ? shape.Migrations : shape.Steps;
            columns[Text(reader, 2) ?? ""] = reader.GetString(1) is "r" or "p" ? Text(reader, 3) ?? "" : "not a table";
        }

        if (shape.IsForeign)
            throw Failure.ForeignTable(schema, shape);
        return shape;
    }

    private async Task<List<Command>> MissingAsync(Session session, CancellationToken cancellationToken)
    {
        var changes = new List<Command>();
        if (_shape.Migrations.Count == 0
            && await session.ScalarAsync(new("SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = $1", schema), cancellationToken).ConfigureAwait(false) is null)
            changes.Add(new($"CREATE SCHEMA {Session.Quote(schema)}"));

        Complete(_migrations, _shape.Migrations, MigrationColumns);
        Complete(_steps, _shape.Steps, StepColumns);
        return changes;

        void Complete(string table, Dictionary<string, string> present, (string Name, string Definition)[] columns)
        {
            var missing = columns.Where(column => IsMissing(present, column.Name))
                .Select(column => $"{column.Name} {column.Definition.Replace("{0}", _migrations, StringComparison.Ordinal)}").ToList();
            if (present.Count == 0)
                changes.Add(new($"CREATE TABLE {table} ({string.Join(", ", missing)})"));
            else if (missing.Count > 0)
                changes.Add(new($"ALTER TABLE {table} {string.Join(", ", missing.Select(column => $"ADD COLUMN {column}"))}"));
        }
    }

    private async Task<Dictionary<string, HistoryRow>> ReadRowsAsync(Session session, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, HistoryRow>(MigrationVersion.Comparer);
        if (_shape.Migrations.Count == 0)
            return rows;

        var commands = new List<Command>
        {
            new($"""
                SELECT version, checksum, coalesce({Migration("rolled_back", "false")}, false), description, {Migration("state", "'applied'")},
                       {Migration("run", "1")}, ({Migration("applied_at", "NULL")})::timestamp, {Migration("execution_time_ms", "NULL::integer")}
                  FROM {_migrations}
                """),
        };
        var hasSteps = !IsMissing(_shape.Steps, "run") && !IsMissing(_shape.Migrations, "run");
        if (hasSteps)
            commands.Add(new($"""
                SELECT s.version, s.step_order, s.sql_statement, coalesce(s.success, false), s.error_message, s.target_existed,
                       extract(epoch FROM localtimestamp - s.executed_at)::double precision
                  FROM {_steps} s JOIN {_migrations} m ON m.version = s.version AND m.run = s.run
                 WHERE m.rolled_back AND m.state IN ('{HistoryState.Running}', '{HistoryState.Failed}', '{HistoryState.RollingBack}')
                 ORDER BY s.step_order
                """));

        await using var reader = await session.ReadAsync(commands, cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            Add(rows, new HistoryRow(reader.GetString(0), Text(reader, 1), reader.GetBoolean(2))
            {
                Description = Text(reader, 3) ?? "",
                State = reader.GetString(4),
                Run = reader.GetInt32(5),
                AppliedAt = reader.IsDBNull(6) ? null : reader.GetDateTime(6),
                Duration = reader.IsDBNull(7) ? null : TimeSpan.FromMilliseconds(reader.GetInt32(7)),
            });

        if (hasSteps && await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                if (rows.TryGetValue(reader.GetString(0), out var row))
                    row.Steps.Add(new HistoryStep(reader.GetInt32(1), reader.GetString(2), reader.GetBoolean(3), Text(reader, 4),
                        reader.IsDBNull(5) ? null : reader.GetBoolean(5))
                    {
                        Age = reader.IsDBNull(6) ? null : TimeSpan.FromSeconds(reader.GetDouble(6)),
                    });

        return rows;

        string Migration(string column, string otherwise) => IsMissing(_shape.Migrations, column) ? otherwise : column;
    }

    /// <summary>The columns that the tables have, with their types; empty where there is no table.</summary>
    internal sealed record Shape(Dictionary<string, string> Migrations, Dictionary<string, string> Steps)
    {
        /// <summary>Rails, dbmate, golang-migrate and Ecto use the name too, and none of them has a description and a checksum.</summary>
        public bool IsForeign =>
            (Migrations.Count > 0 && !(HasText(Migrations, "version") && HasText(Migrations, "description") && HasText(Migrations, "checksum")))
            || (Steps.Count > 0 && !(HasText(Steps, "version") && HasText(Steps, "sql_statement") && Steps.ContainsKey("step_order")));

        private static bool HasText(Dictionary<string, string> columns, string name) =>
            columns.TryGetValue(name, out var type) && type is "character varying" or "text";
    }
}
