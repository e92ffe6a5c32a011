using System.Diagnostics;
using Npgsql;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

/// <summary>Somebody is in the way of a step.</summary>
public sealed class RetryTests : DatabaseTest
{
    private static readonly Migration Base = Scripts.Migration("001_base.sql", "CREATE TABLE t (i int)", "CREATE TABLE trace (i int)", "INSERT INTO t VALUES (1)");

    [Fact]
    public async Task A_step_that_does_not_get_its_lock_is_tried_again_with_its_whole_transaction_and_the_log_names_who_is_in_the_way()
    {
        await ApplyAsync(Base);
        await using var reader = await HoldAsync("SELECT * FROM t");
        using var log = new LogKeeper();
        var alter = Scripts.Migration("002_alter.sql", "INSERT INTO trace VALUES (1)", "ALTER TABLE t ADD COLUMN j int");

        var run = ApplyAsync(Scripts.Set(Base, alter), new() { LoggerFactory = log, StepLockTimeout = TimeSpan.FromSeconds(1) });
        while (!log.Lines.Any(line => line.StartsWith("Warning 3008 ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        await reader.CloseAsync();
        await run;

        Assert.Contains(log.Lines, line => line.StartsWith("Warning 3008 002_alter.sql(3): step 2, ALTER_TABLE, was undone: canceling statement due to lock timeout (55P03). In its way: ", StringComparison.Ordinal)
            && line.Contains("Attempt 2 of 12 in ", StringComparison.Ordinal));
        Assert.Contains(log.Lines, line => line.StartsWith("Information 3007 002_alter.sql(3): step 2, ALTER_TABLE, has run for ", StringComparison.Ordinal)
            && line.Contains("(reporting, idle in transaction, \"SELECT * FROM t\", ", StringComparison.Ordinal));
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT count(*) FROM trace"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE NOT success"));
    }

    [Fact]
    public async Task A_step_that_never_gets_its_lock_fails_after_the_last_attempt()
    {
        await ApplyAsync(Base);
        await using var reader = await HoldAsync("SELECT * FROM t");

        var error = await FailsAsync(Scripts.Set(Base, Scripts.Migration("002_alter.sql", "ALTER TABLE t ADD COLUMN j int")),
            new() { StepLockTimeout = TimeSpan.FromMilliseconds(100), MaxAttempts = 2 });

        Assert.Equal((MigrationError.StepFailed, "002_alter.sql"), (error.Error, error.FileName));
        Assert.Contains("(55P03)", error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
    }

    [Fact]
    public async Task A_file_s_own_lock_timeout_counts_and_rows_are_waited_for_without_limit()
    {
        await ApplyAsync(
            Scripts.Migration("001_seen.sql", "CREATE TABLE seen (what text, value text)"),
            Scripts.Migration("002_rows.sql", "INSERT INTO seen VALUES ('rows', current_setting('lock' || '_timeout'))", "ALTER TABLE seen ADD x int",
                "INSERT INTO seen VALUES ('behind a strong lock', current_setting('lock' || '_timeout'))"),
            Scripts.Migration("003_own.sql", "SET lock_timeout = '7s'", "ALTER TABLE seen ADD y int", "INSERT INTO seen VALUES ('own', current_setting('lock_timeout'))"),
            Scripts.Migration("004_concurrently.sql", "!CREATE INDEX CONCURRENTLY seen_what ON seen (what)", "INSERT INTO seen VALUES ('after', current_setting('lock' || '_timeout'))"));

        Assert.Equal(["rows|0", "behind a strong lock|2s", "own|7s", "after|0"], await Database.RowsAsync("SELECT what, value FROM seen"));
    }

    [Fact]
    public async Task The_victim_of_a_deadlock_is_tried_again()
    {
        await ApplyAsync(Base);
        await Database.ExecuteAsync("CREATE SEQUENCE attempts");
        var set = Scripts.Set(Base, Scripts.Migration("002_victim.sql", "INSERT INTO trace VALUES (2)",
            "DO $$ BEGIN IF nextval('attempts') = 1 THEN RAISE 'deadlock detected' USING ERRCODE = '40P01'; END IF; END $$"));

        await ApplyAsync(set);

        Assert.Equal(2L, await Database.ScalarAsync<long>("SELECT last_value FROM attempts"));
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT count(*) FROM trace"));
    }

    [Fact]
    public async Task A_transaction_has_the_isolation_level_that_the_file_asks_for_and_is_tried_again_when_it_cannot_be_serialized()
    {
        await ApplyAsync(Base);
        await using var writer = await HoldAsync("UPDATE t SET i = 10");
        using var log = new LogKeeper();
        var set = Scripts.Set(Base, Scripts.Migration("002_rows.sql",
            "CREATE TABLE seen (level text)",
            "---",
            "BEGIN ISOLATION LEVEL REPEATABLE READ",
            "INSERT INTO seen VALUES (current_setting('transaction_isolation'))",
            "UPDATE t SET i = i + 1",
            "---",
            "INSERT INTO seen VALUES (current_setting('transaction_isolation'))"));

        var run = ApplyAsync(set, new() { LoggerFactory = log });
        while (!log.Lines.Any(line => line.StartsWith("Information 3007 ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        await using (var commit = new NpgsqlCommand("COMMIT", writer))
            await commit.ExecuteNonQueryAsync(Cancellation);
        await run;

        Assert.Contains(log.Lines, line => line.StartsWith("Warning 3008 002_rows.sql(7): step 3, DATA_MIGRATION, was undone: could not serialize access due to concurrent update (40001). ", StringComparison.Ordinal));
        Assert.Equal(11, await Database.ScalarAsync<int>("SELECT i FROM t"));
        Assert.Equal(["repeatable read", "read committed"], await Database.RowsAsync("SELECT level FROM seen"));
        Assert.Equal(["002|1|CREATE_TABLE|t|", "002|2|DATA_MIGRATION|t|", "002|3|DATA_MIGRATION|t|", "002|4|DATA_MIGRATION|t|"], (await StepsAsync()).Skip(3));
    }

    [Fact]
    public async Task A_transaction_whose_commit_meets_a_conflict_is_tried_again_with_the_settings_of_those_before_it()
    {
        await ApplyAsync(
            Scripts.Migration("001_base.sql", "CREATE SCHEMA app", "CREATE TABLE app.t (i int)", "CREATE SEQUENCE app.attempts",
                """
                CREATE FUNCTION app.conflict() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN IF nextval('app.attempts') = 1 THEN RAISE 'could not serialize access' USING ERRCODE = '40001'; END IF; RETURN NULL; END $$
                """,
                "CREATE CONSTRAINT TRIGGER conflict AFTER INSERT ON app.t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION app.conflict()"),
            Scripts.Migration("002_rows.sql", "SET search_path = app", "---", "BEGIN ISOLATION LEVEL SERIALIZABLE", "INSERT INTO t VALUES (1)"),
            Scripts.Migration("003_next.sql", "CREATE TABLE next (path text DEFAULT current_setting('search_path'))", "INSERT INTO next DEFAULT VALUES"));

        Assert.Equal(2L, await Database.ScalarAsync<long>("SELECT last_value FROM app.attempts"));
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT count(*) FROM app.t"));
        Assert.Equal("\"$user\", public", await Database.ScalarAsync<string>("SELECT path FROM next"));
        Assert.Equal(["001|applied|f", "002|applied|f", "003|applied|f"], await HistoryAsync());
    }

    /// <summary>The driver closes the connection after these. It is not lost: the server would say the same again.</summary>
    [Theory]
    [InlineData("53100")]
    [InlineData("53200")]
    [InlineData("58030")]
    [InlineData("XX000")]
    public async Task What_the_server_refused_for_a_full_disk_or_a_fault_of_its_own_is_not_tried_again_at_once(string sqlState)
    {
        await ApplyAsync(Base);
        await Database.ExecuteAsync("CREATE SEQUENCE attempts");
        var set = Scripts.Set(Base, Scripts.Migration("002_full.sql", "INSERT INTO trace VALUES (2)",
            $"DO $$ BEGIN IF nextval('attempts') = 1 THEN RAISE 'no room' USING ERRCODE = '{sqlState}'; END IF; END $$"));

        var error = await FailsAsync(set, new());

        Assert.Equal((MigrationError.StepFailed, "002_full.sql", 2), (error.Error, error.FileName, error.StepOrder));
        Assert.Contains($"no room ({sqlState}). Its transaction was rolled back.", error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
        Assert.Equal($"002|2|DO|f|no room ({sqlState})", (await StepsAsync())[^1]);
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT last_value FROM attempts"));
        Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM trace"));

        await ApplyAsync(set);
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT count(*) FROM trace"));
    }

    [Fact]
    public async Task A_failure_that_cost_the_connection_is_not_written_over_what_another_process_has_done_since()
    {
        await ApplyAsync(Base);
        await Database.ExecuteAsync("CREATE SEQUENCE attempts");
        var set = Scripts.Set(Base, Scripts.Migration("002_full.sql", "DO $$ BEGIN IF nextval('attempts') = 1 THEN RAISE 'no room' USING ERRCODE = '53100'; END IF; END $$"));
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(Database.ConnectionString));
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString);
        var connections = 0;
        proxy.At = message => message.Type == '\0' && ++connections == 2;
        proxy.Breaks = false;
        proxy.Fault = () => ApplyAsync(set);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource, set, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.StepFailed, error.Error);
        Assert.NotNull(proxy.Hit);
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal("002|1|DO|t|", (await StepsAsync())[^1]);
    }

    [Theory]
    [InlineData("INSERT INTO big SELECT repeat('x', 1900) FROM generate_series(1, 10000)")]
    [InlineData("!CREATE INDEX CONCURRENTLY big_filler ON big (filler) TABLESPACE {0}")]
    public async Task A_disk_that_is_full_fails_the_step_at_once_and_the_next_run_goes_on_when_there_is_room(string statement)
    {
        using var disk = SmallDisk.Mount(megabytes: 8);
        var space = $"{Database.Name}_small";
        await Database.ExecuteAsync($"CREATE TABLESPACE {space} LOCATION '{disk.Folder}'");
        try
        {
            var isIndex = statement.StartsWith('!');
            var set = Scripts.Set(Scripts.Migration("001_big.sql", isIndex
                ? ["CREATE TABLE big (filler text)", "INSERT INTO big SELECT md5(i::text) || repeat('x', 150) FROM generate_series(1, 60000) AS i"]
                : [$"CREATE TABLE big (filler text) TABLESPACE {space}"]), Scripts.Migration("002_fill.sql", statement.Replace("{0}", space, StringComparison.Ordinal)));
            var started = Stopwatch.GetTimestamp();

            var error = await FailsAsync(set);

            Assert.Equal((MigrationError.StepFailed, "002_fill.sql"), (error.Error, error.FileName));
            Assert.Contains("(53100)", error.Message, StringComparison.Ordinal);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(30), "a full disk is no reason to wait");
            Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
            Assert.Contains("No space left on device (53100)", (await StepsAsync())[^1], StringComparison.Ordinal);

            disk.Resize(megabytes: 100);
            await ApplyAsync(set);

            Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
            Assert.Equal(isIndex ? 60000L : 10000L, await Database.ScalarAsync<long>("SELECT count(*) FROM big"));
            Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM pg_index WHERE NOT indisvalid"));
        }
        finally
        {
            await Database.ExecuteAsync("DROP TABLE IF EXISTS big");
            await Database.ExecuteAsync($"DROP TABLESPACE {space}");
        }
    }

    [Fact]
    public async Task An_index_whose_builder_is_the_victim_of_a_lock_timeout_is_dropped_and_built_again()
    {
        await ApplyAsync(Base);
        await using var writer = await HoldAsync("INSERT INTO t VALUES (2)");
        using var log = new LogKeeper();
        var set = Scripts.Set(Base, Scripts.Migration("002_index.sql", "SET lock_timeout = '300ms'", "!CREATE INDEX CONCURRENTLY t_i ON t (i)"));

        var run = ApplyAsync(set, new() { LoggerFactory = log });
        while (!log.Lines.Any(line => line.StartsWith("Warning 3008 ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        await writer.CloseAsync();
        await run;

        Assert.Contains(log.Lines, line => line.Contains("It left t_i invalid, which is dropped now and built again.", StringComparison.Ordinal));
        Assert.True(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i'::regclass"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task The_builder_of_an_index_waits_for_a_long_transaction_without_giving_up_and_says_for_whom()
    {
        await ApplyAsync(Base);
        await using var writer = await HoldAsync("INSERT INTO t VALUES (2)");
        using var log = new LogKeeper();

        var run = ApplyAsync(Scripts.Set(Base, Scripts.Migration("002_index.sql", "!CREATE INDEX CONCURRENTLY t_i ON t (i)")),
            new() { LoggerFactory = log, StepLockTimeout = TimeSpan.FromMilliseconds(200) });
        while (!log.Lines.Any(line => line.StartsWith("Information 3007 002_index.sql(2): step 1, CREATE_INDEX, ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        await writer.CloseAsync();
        await run;

        Assert.DoesNotContain(log.Lines, line => line.StartsWith("Warning 3008 ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("CREATE INDEX IF NOT EXISTS t_i ON t (i)")]
    [InlineData("!CREATE INDEX CONCURRENTLY IF NOT EXISTS t_i ON t (i)")]
    public async Task An_invalid_index_that_IF_NOT_EXISTS_finds_fails_the_migration(string statement)
    {
        await ApplyAsync(Base);
        await Database.ExecuteAsync("CREATE INDEX t_i ON t (i); UPDATE pg_index SET indisvalid = false WHERE indexrelid = 't_i'::regclass");
        // Plans name the target also of an index that is not built concurrently.
        var text = $"{statement.TrimStart('!')};";
        var index = new Migration("002", "index", "index", new MigrationScript("002_index.sql", text,
            $"CREATE_INDEX 0 {text.Length - 1} 1{(statement[0] == '!' ? "!" : "")} t_i"));

        var error = await FailsAsync(Base, index);

        Assert.Equal((MigrationError.StepFailed, 1), (error.Error, error.StepOrder));
        Assert.Contains("it is invalid: no query uses it", error.Message, StringComparison.Ordinal);
        Assert.Contains("DROP INDEX CONCURRENTLY t_i", error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
    }

    [Fact]
    public async Task The_statement_timeout_of_the_options_ends_a_step()
    {
        var error = await FailsAsync(Scripts.Set(Scripts.Migration("001_slow.sql", "SELECT pg_sleep(60)")), new() { StatementTimeout = TimeSpan.FromMilliseconds(200) });

        Assert.Contains("canceling statement due to statement timeout (57014)", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("migration_of_a_modest_name")]
    [InlineData("a_migration_whose_name_says_everything_there_is_to_say_about_all_that_it_does_and_more")]
    public void The_name_of_the_session_fits_what_the_server_keeps(string migration)
    {
        var name = Engine.Session.ApplicationName(migration, new DateTime(2026, 1, 2, 12, 3, 11), "web-7f9");

        Assert.True(name.Length <= 63);
        Assert.EndsWith(" since 12:03:11Z on web-7f9", name, StringComparison.Ordinal);
    }

    // Another session that keeps a transaction open until it is closed.
    private async Task<NpgsqlConnection> HoldAsync(string sql)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Pooling = false, ApplicationName = "reporting" }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        foreach (var statement in new[] { "BEGIN", sql })
        {
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        return connection;
    }

    [Theory]
    [InlineData("2s", "SELECT 1 -- lock_timeout")]
    [InlineData("2s", "SELECT 'SET lock_timeout = 0', 'set_config'")]
    [InlineData("2s", "CREATE FUNCTION patient() RETURNS int LANGUAGE sql SET lock_timeout = '7s' AS 'SELECT 1'")]
    [InlineData("2s", "SET LOCAL lock_timeout = '7s'", "---")]
    [InlineData("2s", "ALTER TABLE limited ADD COLUMN b int", "SET statement_timeout = '7s'")]
    [InlineData("7s", "SET LOCAL lock_timeout = '7s'")]
    [InlineData("7s", "SET lock_timeout TO '7s'", "---")]
    [InlineData("7s", "SELECT set_config('lock_timeout', '7s', false)", "---")]
    [InlineData("7s", "SELECT pg_catalog.set_config('lock_timeout', '7s', true)")]
    [InlineData("7s", "DO 'BEGIN SET lock_timeout = ''7s''; END'", "---")]
    [InlineData("7s", "DO 'BEGIN PERFORM set_config(''lock_timeout'', ''7s'', true); END'")]
    [InlineData("7s", "ALTER TABLE limited ADD COLUMN b int", "SET SESSION lock_timeout = '7s'")]
    public async Task A_file_s_lock_timeout_is_one_that_it_sets_not_one_that_it_mentions(string wanted, params string[] before)
    {
        await ApplyAsync(Scripts.Migration("001_limited.sql", [
            "CREATE TABLE limited (i int)", "---", .. before,
            "ALTER TABLE limited ADD COLUMN limit_was text", "INSERT INTO limited (limit_was) SELECT current_setting('lock_timeout')"]));

        Assert.Equal(wanted, await Database.ScalarAsync<string>("SELECT limit_was FROM limited"));
    }
}
