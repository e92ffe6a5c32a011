using System.Diagnostics;
using System.Transactions;
using Npgsql;
using SchemaBuild.Runtime.TestHost;
using SchemaBuild.Testing;

namespace SchemaBuild.Runtime.Tests;

public sealed class ConnectionTests : DatabaseTest
{
    private int _broken;

    private static readonly MigrationSet One = Scripts.Set(Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)"));

    [Fact]
    public async Task Nothing_to_apply_is_one_round_trip_whatever_the_number_of_migrations()
    {
        var set = new MigrationSet(Enumerable.Range(1, 1000).Select(i => Scripts.Migration($"{i:0000}_m.sql", "SELECT 1")));
        await Database.ExecuteAsync("CREATE TABLE warm (i int)");
        await ApplyAsync(Scripts.Set(set[0]));
        foreach (var chunk in set.Skip(1).Chunk(200))
            await Database.ExecuteAsync(string.Concat(chunk.Select(migration =>
                $"INSERT INTO schema_migrations (version, description, checksum) VALUES ('{migration.Version}', 'm', '{migration.Checksum}');")));
        await Database.ExecuteAsync("SELECT 1");

        var commands = 0;
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => commands += activity.GetTagItem("db.namespace") as string == Database.Name ? 1 : 0,
        };
        ActivitySource.AddActivityListener(listener);
        var result = await ApplyAsync(set);

        Assert.Equal((0, 1000), (result.Applied.Count, result.AlreadyApplied));
        Assert.Equal(1, commands);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named()
    {
        await using var dataSource = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=app;Password=hunter2;Database=shop");

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource, One, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.ConnectionFailed, error.Error);
        Assert.StartsWith("Cannot connect to database shop at 127.0.0.1:1 as app: ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_is_not_there_is_named()
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Database = "nowhere" });

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.GetStatusAsync(dataSource, One, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.ConnectionFailed, error.Error);
        Assert.Contains("database \"nowhere\" does not exist (3D000)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_source_that_shares_connections_is_refused()
    {
        await using var dataSource = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Multiplexing = true });

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource, One, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.UnsupportedDataSource, error.Error);
    }

    [Fact]
    public async Task An_ambient_transaction_does_not_wrap_the_run()
    {
        using (new TransactionScope(TransactionScopeAsyncFlowOption.Enabled))
            await ApplyAsync(One);    // and the scope is not completed

        Assert.Equal(["001|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task Cancelling_ends_the_statement_and_rolls_back()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var set = Scripts.Set(Scripts.Migration("001_slow.sql", "CREATE TABLE one (i int)", "SELECT pg_sleep(60)"));

        var run = Migrator.ApplyAsync(Database.DataSource, set, cancellationToken: source.Token);
        await WaitUntilAsync("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND query = 'SELECT pg_sleep(60)' AND state = 'active')");
        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal(["001|failed|t"], await HistoryAsync());
        Assert.False(await ExistsAsync("one"));
        Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_sleep(60)' AND state = 'active'"));
    }

    [Fact]
    public async Task Cancelling_at_any_moment_leaves_what_the_next_run_completes()
    {
        var server = await PostgresServer.GetAsync(ProofSize.Major);
        var set = Scripts.Set(
            Scripts.Migration("001_base.sql", "CREATE TABLE base (i int)", "INSERT INTO base VALUES (1)"),
            Scripts.Migration("002_mixed.sql", "INSERT INTO base VALUES (2)", "!CREATE INDEX CONCURRENTLY base_i ON base (i)", "INSERT INTO base VALUES (3)"));
        var moments = 0;
        for (var moment = 1; ; moment += ProofSize.StrideOfCancelling, moments++)
        {
            await using var database = await server.CreateDatabaseAsync();
            using var source = new CancellationTokenSource();
            await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(database.ConnectionString)) { Breaks = false, At = message => message.Number == moment };
            // Who cancels must not wait: the cancelling of a statement comes through the proxy, too.
            proxy.Fault = () =>
            {
                _ = source.CancelAsync();
                return Task.CompletedTask;
            };
            await using (var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString))
            {
                var run = Migrator.ApplyAsync(dataSource, set, cancellationToken: source.Token);
                if (await Record.ExceptionAsync(() => run) is { } exception and not OperationCanceledException)
                    Assert.Fail($"At message {moment}, {proxy.Hit?.Type} of connection {proxy.Hit?.Connection}: {exception}");
            }

            if (proxy.Hit is null)
                break;
            await Migrator.ApplyAsync(database.DataSource, set, cancellationToken: Cancellation);
            Assert.Equal(["1", "2", "3"], await database.RowsAsync("SELECT i FROM base ORDER BY i"));
            Assert.Equal(["001|applied", "002|applied"], await database.RowsAsync("SELECT version, state FROM schema_migrations ORDER BY version"));
            Assert.Equal(["001|1", "001|2", "002|1", "002|2", "002|3"], await database.RowsAsync("SELECT version, step_order FROM migration_steps WHERE success ORDER BY 1, 2"));
            Assert.True(await database.ScalarAsync<bool>("SELECT indisvalid FROM pg_index WHERE indexrelid = 'base_i'::regclass"));
        }

        Assert.True(moments > 5, $"only {moments} moments were tried");
    }

    [Fact]
    public async Task A_session_that_is_ended_while_it_waits_for_the_lock_is_a_lost_connection_and_changes_nothing()
    {
        await using var holder = await HoldLockAsync();
        var run = FailsAsync(One);
        const string Waiting = "FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%pg_try_advisory_lock%' AND pid <> pg_backend_pid() AND application_name NOT LIKE '%web-7f9%'";
        await WaitUntilAsync($"SELECT EXISTS (SELECT {Waiting})");
        await Database.ExecuteAsync($"SELECT pg_terminate_backend(pid) {Waiting}");

        var error = await run;

        Assert.Equal(MigrationError.ConnectionLost, error.Error);
        Assert.False(await ExistsAsync("one"));
        Assert.False(await ExistsAsync("schema_migrations"));
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_named_and_nothing_is_tried_twice()
    {
        await Database.ExecuteAsync($"ALTER DATABASE {Database.Name} SET default_transaction_read_only = on");
        await Database.CloseConnectionsAsync();

        var first = await FailsAsync(One);

        Assert.Equal(MigrationError.InsufficientPrivilege, first.Error);
        Assert.Contains("The server takes no writes: it is a standby or set to read only. Connect to the primary.", first.Message, StringComparison.Ordinal);

        await using (var writable = NpgsqlDataSource.Create(Database.ConnectionString + ";Options=-c default_transaction_read_only=off"))
            await Migrator.ApplyAsync(writable, One, cancellationToken: Cancellation);

        Assert.Empty((await ApplyAsync(One)).Applied);
        var second = await FailsAsync(Scripts.Set([.. One, Scripts.Migration("002_two.sql", "CREATE TABLE two (i int)")]));
        Assert.Contains("(25006)", second.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_for_the_lock()
    {
        await using var holder = await HoldLockAsync();
        using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Migrator.ApplyAsync(Database.DataSource, One, cancellationToken: source.Token));
    }

    [Fact]
    public async Task Waiting_ends_with_LockTimeout_and_names_who_holds_the_lock()
    {
        await using var holder = await HoldLockAsync();
        using var log = new LogKeeper();

        var error = await FailsAsync(One, new() { LockTimeout = TimeSpan.FromMilliseconds(400), LoggerFactory = log });

        Assert.Equal(MigrationError.LockTimeout, error.Error);
        Assert.Contains("SchemaBuild web-7f9 014_orders (pid ", error.Message, StringComparison.Ordinal);
        Assert.Contains(log.Lines, line => line.StartsWith("Information 1001 Waited ", StringComparison.Ordinal) && line.Contains("web-7f9 014_orders", StringComparison.Ordinal));
        Assert.False(await ExistsAsync("schema_migrations"));
    }

    [Fact]
    public async Task One_who_skips_or_fails_does_not_wait_for_the_lock()
    {
        await using var holder = await HoldLockAsync();

        var skipped = await ApplyAsync(One, new() { WhenLocked = LockedBehavior.Skip });
        var error = await FailsAsync(One, new() { WhenLocked = LockedBehavior.Fail });

        Assert.True(skipped.IsSkipped);
        Assert.Empty(skipped.Applied);
        Assert.Equal(MigrationError.LockTimeout, error.Error);
        Assert.Contains("web-7f9", error.Message, StringComparison.Ordinal);
        Assert.False(await ExistsAsync("one"));
    }

    [Fact]
    public async Task What_failed_in_another_process_meanwhile_is_not_tried_again_by_those_who_waited_for_it()
    {
        var set = Scripts.Set(Scripts.Migration("001_tries.sql", "CREATE SEQUENCE tries"), Scripts.Migration("002_fails.sql", "SELECT nextval('tries')", "SELECT pg_sleep(1.5)", "SELECT 1 / 0"));
        var runs = Enumerable.Range(0, 5).Select(_ => FailsAsync(set)).ToList();

        var errors = await Task.WhenAll(runs);

        Assert.Equal(4, errors.Count(error => error.Message.Contains("failed in another process while this one waited", StringComparison.Ordinal)));
        Assert.Equal(1L, await Database.ScalarAsync<long>("SELECT last_value FROM tries"));
    }

    [Fact]
    public async Task A_connection_that_broke_by_accident_is_opened_again_and_the_run_goes_on()
    {
        await Database.ExecuteAsync("CREATE SEQUENCE tries");
        using var log = new LogKeeper();
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(Database.ConnectionString));
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString);
        var set = Scripts.Set(Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)"), Scripts.Migration("002_two.sql", "SELECT nextval('tries')", "CREATE TABLE two (i int)"));
        proxy.At = message => message.Text.Contains("CREATE TABLE two", StringComparison.Ordinal) && Interlocked.Exchange(ref _broken, 1) == 0;
        proxy.Fault = () => Task.CompletedTask;

        var result = await Migrator.ApplyAsync(dataSource, set, new() { LoggerFactory = log }, Cancellation);

        Assert.Equal(2, result.Applied.Count);
        Assert.Contains(log.Lines, line => line.StartsWith("Warning 1005 ", StringComparison.Ordinal));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task A_connection_that_breaks_in_a_transaction_leaves_nothing_and_says_so()
    {
        var error = await FailsAsync(Scripts.Migration("001_suicide.sql", "CREATE TABLE one (i int)", "SELECT pg_terminate_backend(pg_backend_pid())"));

        Assert.Equal((MigrationError.ConnectionLost, 2), (error.Error, error.StepOrder));
        Assert.Contains("Its transaction was rolled back. Nothing of 001_suicide.sql stays. Run again.", error.Message, StringComparison.Ordinal);
        await ApplyAsync(One);
    }

    [Fact]
    public async Task A_run_that_lost_its_lock_stops_before_the_next_migration()
    {
        var error = await FailsAsync(Scripts.Migration("001_gives_it_up.sql", "!DISCARD ALL"), Scripts.Migration("002_next.sql", "CREATE TABLE next (i int)"));

        Assert.Equal(MigrationError.LockLost, error.Error);
        Assert.Equal(["001|applied|f"], await HistoryAsync());
        Assert.False(await ExistsAsync("next"));
    }

    [Fact]
    public async Task A_transaction_that_gives_the_lock_up_is_not_committed()
    {
        var error = await FailsAsync(Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)"), Scripts.Migration("002_gives_it_up.sql", "CREATE TABLE lost (i int)", "SELECT pg_advisory_unlock_all()"));

        Assert.Equal(MigrationError.LockLost, error.Error);
        Assert.Contains("002_gives_it_up", error.Message, StringComparison.Ordinal);
        Assert.Equal("001|applied|f", (await HistoryAsync())[0]);
        Assert.False(await ExistsAsync("lost"));
    }

    [Theory]
    [InlineData("DEALLOCATE ALL")]
    [InlineData("DO 'BEGIN DEALLOCATE ALL; END'")]
    public async Task What_the_server_has_prepared_may_be_taken_away_by_a_migration(string statement)
    {
        await ApplyAsync((Migration[])[.. Enumerable.Range(1, 6).Select(number => number % 2 == 0
            ? Scripts.Migration($"00{number}_table.sql", $"CREATE TABLE t{number} (i int)")
            : Scripts.Migration($"00{number}_deallocate.sql", $"CREATE TABLE t{number} (i int)", statement, "SELECT 1"))]);

        Assert.Equal(Enumerable.Range(1, 6).Select(number => $"00{number}|applied|f"), await HistoryAsync());
        Assert.Equal(12L, await Database.ScalarAsync<long>("SELECT count(*) FROM migration_steps WHERE success"));
    }

    [Fact]
    public async Task A_migration_may_become_a_role_that_cannot_name_the_history()
    {
        await Database.ExecuteAsync($"CREATE ROLE {Database.Name}_weak; GRANT CREATE ON SCHEMA public TO {Database.Name}_weak");
        try
        {
            var weak = Enumerable.Range(1, 5).Select(number => Scripts.Migration($"00{number}_weak.sql",
                [$"SET ROLE {Database.Name}_weak", .. number % 2 == 0 ? ["---"] : Array.Empty<string>(), .. Enumerable.Range(0, number).Select(i => $"CREATE TABLE t{number}_{i} (i int)")]));
            await ApplyAsync(new MigrationSet(weak), new() { HistorySchema = "of_its_own" });

            Assert.Equal(5L, await Database.ScalarAsync<long>("SELECT count(*) FROM of_its_own.schema_migrations WHERE NOT rolled_back"));
            Assert.Equal(15L, await Database.ScalarAsync<long>($"SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relowner = '{Database.Name}_weak'::regrole"));
        }
        finally
        {
            await Database.ExecuteAsync($"DROP OWNED BY {Database.Name}_weak; DROP ROLE {Database.Name}_weak");
        }
    }

    [Fact]
    public async Task A_session_that_cannot_be_restored_after_a_commit_says_so_and_the_commit_counts()
    {
        // The role that the connection came in is dropped by somebody between the commit and what follows it.
        var (role, closed) = ($"{Database.Name}_gone", 0);
        await Database.ExecuteAsync($"CREATE ROLE {role} SUPERUSER");
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(Database.ConnectionString) { Options = $"-c role={role}" });
        proxy.At = message => message is { FromClient: true, Type: 'P' } && message.Text.Contains("CLOSE ALL", StringComparison.Ordinal) && ++closed == 2;
        proxy.Breaks = false;
        proxy.Fault = async () =>
        {
            await WaitUntilAsync("SELECT EXISTS (SELECT FROM schema_migrations WHERE NOT rolled_back)");
            await Database.ExecuteAsync($"REASSIGN OWNED BY {role} TO CURRENT_USER; DROP ROLE {role}");
        };
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource,
            Scripts.Set(Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)"), Scripts.Migration("002_two.sql", "CREATE TABLE two (i int)")),
            cancellationToken: Cancellation));

        Assert.Equal(MigrationError.ServerError, error.Error);
        Assert.Contains(role, error.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f"], await HistoryAsync());
        Assert.False(await ExistsAsync("two"));
    }

    [Fact]
    public async Task A_session_that_is_ended_right_after_a_commit_is_a_lost_connection()
    {
        var closed = 0;
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(Database.ConnectionString));
        proxy.At = message => message is { FromClient: true, Type: 'P' } && message.Text.Contains("CLOSE ALL", StringComparison.Ordinal) && ++closed == 2;
        proxy.Breaks = false;
        proxy.Fault = async () =>
        {
            await WaitUntilAsync("SELECT EXISTS (SELECT FROM schema_migrations WHERE NOT rolled_back)");
            await Database.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'SchemaBuild%'");
        };
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString);
        var set = Scripts.Set(Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)"), Scripts.Migration("002_two.sql", "CREATE TABLE two (i int)"));

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource, set, new() { MaxAttempts = 1 }, Cancellation));

        Assert.Equal(MigrationError.ConnectionLost, error.Error);
        Assert.Equal(["001|applied|f"], await HistoryAsync());
        await ApplyAsync(set);
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
    }

    // As another process would, until the connection is disposed.
    private async Task<NpgsqlConnection> HoldLockAsync()
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(Database.ConnectionString)
        {
            Pooling = false, ApplicationName = "SchemaBuild web-7f9 014_orders",
        }.ConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            $"SELECT pg_try_advisory_lock({Engine.RunLock.Namespace}, {Engine.RunLock.Key(Database.Name, "public")})", connection);
        Assert.Equal(true, await command.ExecuteScalarAsync(Cancellation));
        return connection;
    }

    private async Task WaitUntilAsync(string condition)
    {
        while (!await Database.ScalarAsync<bool>(condition))
            await Task.Delay(20, Cancellation);
    }
}
