using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

/// <summary>A migration of several transactions stopped in the middle, and what the next run makes of it.</summary>
public sealed class RecoveryTests : DatabaseTest
{
    private const string FailsWhileBlocked = "INSERT INTO gate VALUES (1)";

    private static readonly Migration Base = Scripts.Migration("001_base.sql",
        "CREATE TABLE t (i int)", "CREATE TABLE gate (i int UNIQUE)", "INSERT INTO t VALUES (1), (1)", "INSERT INTO gate VALUES (1)");

    [Fact]
    public async Task A_later_run_goes_on_at_the_transaction_that_failed()
    {
        var parts = Scripts.Migration("002_parts.sql",
            "CREATE SCHEMA app", "SET search_path = app", "CREATE TABLE a (i int)", "---", "CREATE TABLE b (i int)", FailsWhileBlocked.Replace("gate", "public.gate"), "---", "CREATE TABLE c (i int)");

        var error = await FailsAsync(Base, parts);
        Assert.Contains("The steps before it, 1 to 3, were committed and stay", error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
        Assert.True(await ExistsAsync("app.a"));
        Assert.False(await ExistsAsync("app.b"));

        await Database.ExecuteAsync("DELETE FROM gate");
        using var log = new LogKeeper();
        await ApplyAsync(Scripts.Set(Base, parts), new() { LoggerFactory = log });

        Assert.True(await ExistsAsync("app.b") && await ExistsAsync("app.c"), "the search_path of the first transaction must be set again");
        Assert.Contains("Information 2006 002_parts.sql goes on at step 4 of 6; the steps before were committed by an earlier run.", log.Lines);
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal(6L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE version = '002' AND success"));
    }

    [Fact]
    public async Task What_is_committed_must_keep_its_text_and_the_rest_may_be_corrected()
    {
        await FailsAsync(Base, Scripts.Migration("002_parts.sql", "CREATE TABLE a (i int)", "---", FailsWhileBlocked));

        var error = await FailsAsync(Base, Scripts.Migration("002_parts.sql", "CREATE TABLE a (i bigint)", "---", "CREATE TABLE b (i int)"));
        Assert.Equal((MigrationError.PartiallyApplied, "002_parts.sql"), (error.Error, error.FileName));
        Assert.False(await ExistsAsync("b"));

        await ApplyAsync(Base, Scripts.Migration("002_parts.sql", "CREATE TABLE a (i int)", "---", "CREATE TABLE b (i int)"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task An_index_that_failed_to_build_is_dropped_and_built_again()
    {
        var index = Scripts.Migration("002_index.sql", "!CREATE UNIQUE INDEX CONCURRENTLY t_i ON t (i)");

        var error = await FailsAsync(Base, index);
        Assert.Contains("if it left t_i invalid, the next run drops it and builds again", error.Message, StringComparison.Ordinal);
        Assert.Equal("002|1|CREATE_INDEX|f|could not create unique index \"t_i\" (23505)", (await StepsAsync())[^1]);
        Assert.False(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i'::regclass"));

        await FailsAsync(Base, index);    // still two equal rows: the same failure, not "already exists"
        await Database.ExecuteAsync("DELETE FROM t");
        await ApplyAsync(Base, index);

        Assert.True(await Database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 't_i'::regclass"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task An_index_that_was_built_but_not_recorded_is_taken_as_done()
    {
        var index = Scripts.Migration("002_index.sql", "!CREATE INDEX CONCURRENTLY t_i ON t (i)");
        await ApplyAsync(Base);
        await InterruptAsync(index, targetExisted: false);
        await Database.ExecuteAsync("CREATE INDEX t_i ON t (i)");
        var before = await Database.ScalarAsync<uint>("SELECT 't_i'::regclass::oid");

        await ApplyAsync(Base, index);

        Assert.Equal(before, await Database.ScalarAsync<uint>("SELECT 't_i'::regclass::oid"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task An_index_that_was_not_even_begun_is_built()
    {
        var index = Scripts.Migration("002_index.sql", "!CREATE INDEX CONCURRENTLY t_i ON t (i)");
        await ApplyAsync(Base);
        await InterruptAsync(index, targetExisted: false);

        await ApplyAsync(Base, index);

        Assert.True(await ExistsAsync("t_i"));
    }

    [Fact]
    public async Task An_index_of_that_name_that_was_there_before_is_not_mistaken_for_ours()
    {
        var index = Scripts.Migration("002_index.sql", "!CREATE INDEX CONCURRENTLY t_i ON t (i)");
        await ApplyAsync(Base);
        await Database.ExecuteAsync("CREATE INDEX t_i ON gate (i)");
        await InterruptAsync(index, targetExisted: true);

        var error = await FailsAsync(Base, index);

        Assert.Contains("already exists (42P07)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dropped_index_that_was_not_recorded_is_taken_as_done()
    {
        var drop = Scripts.Migration("002_drop.sql", "!DROP INDEX CONCURRENTLY t_i");
        await ApplyAsync(Base);
        await InterruptAsync(drop, targetExisted: true);

        await ApplyAsync(Base, drop);

        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task A_step_that_may_be_repeated_is()
    {
        var vacuum = Scripts.Migration("002_vacuum.sql", "!VACUUM t");
        await ApplyAsync(Base);
        await InterruptAsync(vacuum, targetExisted: null);

        await ApplyAsync(Base, vacuum);

        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Theory]
    [InlineData("took effect:", 0)]
    [InlineData("did not:", 1)]
    public async Task A_step_that_nobody_can_judge_stops_the_run_with_the_two_ways_out(string answer, long calls)
    {
        var call = Scripts.Migration("002_call.sql", "!CALL p()");
        var procedure = Scripts.Migration("001_base.sql", "CREATE TABLE t (i int)",
            "CREATE PROCEDURE p() LANGUAGE plpgsql AS $$ BEGIN INSERT INTO t VALUES (1); COMMIT; END $$");
        await ApplyAsync(procedure);
        await InterruptAsync(call, targetExisted: null);

        var error = await FailsAsync(procedure, call);
        Assert.Equal((MigrationError.InterruptedStep, 1, "002_call.sql"), (error.Error, error.StepOrder, error.FileName));

        var advice = error.Message.Split(Environment.NewLine).Single(line => line.Contains(answer, StringComparison.Ordinal));
        await Database.ExecuteAsync(advice[(advice.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        await ApplyAsync(procedure, call);

        Assert.Equal(calls, await Database.ScalarAsync<long>("SELECT count(*) FROM t"));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    // The rows as a process leaves them that dies while the server works on the migration's first step.
    private Task InterruptAsync(Migration migration, bool? targetExisted) => Database.ExecuteAsync($"""
        INSERT INTO schema_migrations (version, description, applied_at, checksum, rolled_back, state)
             VALUES ('{migration.Version}', '{migration.Description}', NULL, '{migration.Checksum}', true, 'running');
        INSERT INTO migration_steps (version, step_order, step_type, sql_statement, success, started_at, target_existed)
             VALUES ('{migration.Version}', 1, '{migration.Up.Steps[0].Kind}', '{migration.Up.Steps[0].Sql}', false, now(), {targetExisted?.ToString() ?? "NULL"});
        """);
}
