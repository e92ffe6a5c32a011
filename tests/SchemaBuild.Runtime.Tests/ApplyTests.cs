using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class ApplyTests : DatabaseTest
{
    private static readonly Migration Users = Scripts.Migration("001_create_users.sql",
        "CREATE TABLE users (id int PRIMARY KEY, email text)", "INSERT INTO users VALUES (1, 'a'), (2, 'a')");

    [Fact]
    public async Task Applies_what_is_missing_in_order_and_does_nothing_the_second_time()
    {
        var orders = Scripts.Migration("002_create_orders.sql", "CREATE TABLE orders (user_id int REFERENCES users (id))");

        var first = await ApplyAsync(Users, orders);
        var second = await ApplyAsync(Users, orders);

        Assert.Equal([Users, orders], first.Applied.Select(run => run.Migration));
        Assert.Equal((0, 2), (second.Applied.Count, second.AlreadyApplied));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal(["001|1|CREATE_TABLE|t|", "001|2|DATA_MIGRATION|t|", "002|1|CREATE_TABLE|t|"], await StepsAsync());
    }

    [Fact]
    public async Task The_history_row_holds_description_checksum_time_and_duration()
    {
        await ApplyAsync(Users);

        Assert.Equal($"create users|{Users.Checksum}|t|t|t", Assert.Single(await Database.RowsAsync("""
            SELECT description, checksum, applied_at BETWEEN localtimestamp - interval '1 minute' AND localtimestamp,
                   execution_time_ms BETWEEN 0 AND 60000, rolled_back_at IS NULL FROM schema_migrations
            """)));
        Assert.Equal(["CREATE TABLE users (id int PRIMARY KEY, email text)|t|t", "INSERT INTO users VALUES (1, 'a'), (2, 'a')|t|t"], await Database.RowsAsync(
            "SELECT sql_statement, executed_at >= started_at, execution_time_ms >= 0 FROM migration_steps ORDER BY step_order"));
    }

    [Fact]
    public async Task An_edited_file_is_named_and_nothing_is_applied()
    {
        await ApplyAsync(Users);
        var edited = Scripts.Migration("001_create_users.sql", "CREATE TABLE users (id bigint)");

        var error = await FailsAsync(edited, Scripts.Migration("002_more.sql", "CREATE TABLE more (id int)"));

        Assert.Equal((MigrationError.EditedMigration, "001", "001_create_users.sql"), (error.Error, error.Version, error.FileName));
        Assert.Contains("001_create_users.sql was edited after it was applied on ", error.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync("more"));
    }

    [Fact]
    public async Task A_failed_step_leaves_its_row_and_nothing_else()
    {
        var bad = Scripts.Migration("002_bad.sql", "CREATE TABLE half (id int)", "ALTER TABLE nowhere\n  ADD COLUMN x int", "CREATE TABLE never (id int)");

        var error = await FailsAsync(Users, bad);

        Assert.Equal((MigrationError.StepFailed, "002", "002_bad.sql", 2, 3), (error.Error, error.Version, error.FileName, error.StepOrder, error.Line));
        Assert.StartsWith("002_bad.sql(3): step 2 of 3 (ALTER_TABLE) failed: relation \"nowhere\" does not exist (42P01). "
            + "Its transaction was rolled back. Nothing of 002_bad.sql stays.", error.Message, StringComparison.Ordinal);
        Assert.IsType<Npgsql.PostgresException>(error.InnerException);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
        Assert.Equal(["001|1|CREATE_TABLE|t|", "001|2|DATA_MIGRATION|t|", "002|2|ALTER_TABLE|f|relation \"nowhere\" does not exist (42P01)"], await StepsAsync());
        Assert.False(await ExistsAsync("half"));
    }

    [Fact]
    public async Task A_file_that_failed_can_be_corrected_and_fails_with_one_row_however_often()
    {
        var bad = Scripts.Migration("002_bad.sql", "ALTER TABLE nowhere ADD COLUMN x int");
        for (var i = 0; i < 3; i++)
            await FailsAsync(Users, bad);
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE NOT success"));

        await ApplyAsync(Users, Scripts.Migration("002_bad.sql", "ALTER TABLE users ADD COLUMN x int"));

        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task The_line_of_an_error_is_that_of_the_character_the_server_points_at()
    {
        var error = await FailsAsync(Scripts.Migration("001_x.sql", "SELECT '🐘🐘🐘🐘🐘🐘🐘🐘',\n  1,\n  nowhere\n  , 2"));

        Assert.Equal(4, error.Line);
    }

    [Fact]
    public async Task An_error_at_commit_is_a_failure_too()
    {
        var error = await FailsAsync(Scripts.Migration("001_deferred.sql",
            "CREATE TABLE a (id int PRIMARY KEY)",
            "CREATE TABLE b (a int REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED)",
            "INSERT INTO b VALUES (1)"));

        Assert.Contains("the commit failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|failed|t"], await HistoryAsync());
        Assert.False(await ExistsAsync("a"));
    }

    [Fact]
    public async Task Statements_that_refuse_a_transaction_run_alone()
    {
        await ApplyAsync(Users, Scripts.Migration("002_alone.sql",
            "!CREATE INDEX CONCURRENTLY users_email ON users (email)",
            "!VACUUM users",
            "!REINDEX TABLE CONCURRENTLY users",
            "ALTER TABLE users ADD COLUMN x int",
            "!CREATE INDEX CONCURRENTLY users_x ON users (x)",
            "!DROP INDEX CONCURRENTLY users_x"));

        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal(6L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE version = '002' AND success"));
        Assert.True(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'users_email'::regclass"));
        Assert.Equal(["1|f", "2|", "3|t", "4|", "5|f", "6|t"],
            await Database.RowsAsync("SELECT step_order, target_existed FROM migration_steps WHERE version = '002' ORDER BY step_order"));
    }

    [Fact]
    public async Task Procedures_may_commit_when_their_call_is_outside_a_transaction()
    {
        await ApplyAsync(Scripts.Migration("001_procedure.sql",
            "CREATE TABLE t (i int)",
            "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; INSERT INTO t VALUES (2); COMMIT; END $$",
            "!CALL p()",
            "!DO $$ BEGIN INSERT INTO t VALUES (3); COMMIT; END $$"));

        Assert.Equal(3L, await Database.ScalarAsync<long>("SELECT count(*) FROM t"));
    }

    [Fact]
    public async Task The_text_of_a_statement_reaches_the_server_as_it_is()
    {
        await ApplyAsync(Scripts.Migration("001_text.sql",
            "CREATE TABLE t (a text, b jsonb)",
            "INSERT INTO t VALUES (':name @name $1 ?;', '{\"a\": 1}') -- a ; comment @x",
            "PREPARE p AS SELECT $1::int + @ -5",
            "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT 1; SELECT CASE WHEN $1 > 0 THEN 2 END; END",
            "CREATE RULE r AS ON DELETE TO t DO ALSO (DELETE FROM t; DELETE FROM t)",
            "UPDATE t SET b = b || '{\"b\": [1, 2]}' WHERE b @> '{\"a\": 1}' AND b ? 'a' AND a::text = ':name @name $1 ?;'"));

        Assert.Equal(":name @name $1 ?;|{\"a\": 1, \"b\": [1, 2]}", Assert.Single(await Database.RowsAsync("SELECT * FROM t")));
        Assert.Equal(2, await Database.ScalarAsync<int>("SELECT f(1)"));
    }

    [Fact]
    public async Task A_file_without_statements_is_applied()
    {
        await ApplyAsync(Scripts.Migration("001_nothing_but_comments.sql"));

        Assert.Equal(["001|applied|f"], await HistoryAsync());
        Assert.Empty(await StepsAsync());
    }

    [Fact]
    public async Task Each_migration_finds_the_session_as_the_first_did()
    {
        await ApplyAsync(
            Scripts.Migration("001_leaves_a_mess.sql",
                "CREATE SCHEMA app",
                "CREATE ROLE " + Role + " NOLOGIN",
                "GRANT ALL ON SCHEMA app TO " + Role,
                "SET search_path = app",
                "SET work_mem = '1MB'",
                "SET ROLE " + Role,
                "CREATE TEMPORARY TABLE mess (i int)",
                "CREATE TABLE first (i int)"),
            Scripts.Migration("002_finds_none.sql",
                "CREATE TABLE second AS SELECT current_user::text AS role, current_setting('work_mem') AS memory, to_regclass('pg_temp.mess')::text AS mess"));

        Assert.True(await ExistsAsync("app.first"));
        Assert.Equal("postgres|4MB|", Assert.Single(await Database.RowsAsync("SELECT * FROM public.second")));
        Assert.Equal(Role, await Database.ScalarAsync<string>("SELECT relowner::regrole::text FROM pg_class WHERE oid = 'app.first'::regclass"));
        await Database.ExecuteAsync($"DROP OWNED BY {Role} CASCADE; DROP ROLE {Role}");
    }

    [Fact]
    public async Task What_a_file_sets_lasts_through_its_transactions()
    {
        await ApplyAsync(Scripts.Migration("001_search_path.sql",
            "CREATE SCHEMA app",
            "SET search_path = app",
            "---",
            "CREATE TABLE t (i int)",
            "!CREATE INDEX CONCURRENTLY t_i ON t (i)"));

        Assert.True(await ExistsAsync("app.t_i"));
    }

    [Fact]
    public async Task The_connection_goes_back_to_the_pool_as_it_came()
    {
        await ApplyAsync(Scripts.Migration("001_settings.sql", "SET work_mem = '1MB'", "SELECT pg_advisory_lock(1)"));

        Assert.Equal("4MB|", Assert.Single(await Database.RowsAsync("SELECT current_setting('work_mem'), current_setting('application_name')")));
        Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    [Fact]
    public async Task A_type_that_a_migration_makes_can_be_used_at_once()
    {
        await Database.ExecuteAsync("SELECT 1");    // the data source knows the types from now on

        await ApplyAsync(Scripts.Migration("001_mood.sql", "CREATE TYPE mood AS ENUM ('sad', 'ok')"));

        Assert.Equal("ok", await Database.ScalarAsync<string>("SELECT 'ok'::mood"));
    }

    [Fact]
    public async Task What_the_server_says_is_logged_and_progress_is_told_step_by_step()
    {
        using var log = new LogKeeper();
        var progress = new List<string>();
        var set = Scripts.Set(Scripts.Migration("001_talk.sql", "DO $$ BEGIN RAISE NOTICE 'hello'; RAISE WARNING 'careful'; END $$", "SELECT 1"));

        await ApplyAsync(set, new() { LoggerFactory = log, Progress = new Teller(progress) });

        Assert.Contains("Information 3004 001_talk: hello", log.Lines);
        Assert.Contains("Warning 3005 001_talk: careful", log.Lines);
        Assert.Contains("Information 2002 Applying 001_talk: 2 steps.", log.Lines);
        Assert.Equal(["001_talk.sql begins", "step 1 begins", "step 1 ends", "step 2 begins", "step 2 ends", "001_talk.sql ends"], progress);
    }

    [Fact]
    public async Task The_session_tells_other_people_which_migration_it_runs()
    {
        await ApplyAsync(Scripts.Migration("001_who.sql", "CREATE TABLE who AS SELECT current_setting('application_name') AS name"));

        Assert.StartsWith("SchemaBuild 001_who since ", await Database.ScalarAsync<string>("SELECT name FROM who"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_s_statement_timeout_does_not_end_a_migration()
    {
        await Database.ExecuteAsync($"ALTER DATABASE {Database.Name} SET statement_timeout = '300ms'");
        Database.DataSource.Clear();

        await ApplyAsync(Scripts.Migration("001_slow.sql", "SELECT pg_sleep(0.6)"));

        Assert.Equal(["001|applied|f"], await HistoryAsync());
    }

    private string Role => $"runner_{Database.Name}";

    private sealed class Teller(List<string> lines) : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value) =>
            lines.Add($"{(value.Step is { } step ? $"step {step.Order}" : value.Script.FileName)} {(value.Elapsed is null ? "begins" : "ends")}");
    }
}
