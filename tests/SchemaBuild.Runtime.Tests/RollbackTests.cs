using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class RollbackTests : DatabaseTest
{
    private static readonly Migration One = Scripts.Migration("001_users.sql", "CREATE TABLE users (id int)").WithRollback("DROP TABLE users");
    private static readonly Migration Two = Scripts.Migration("002_orders.sql", "CREATE TABLE orders (id int)").WithRollback("DROP TABLE orders");
    private static readonly Migration Three = Scripts.Migration("003_index.sql", "!CREATE INDEX CONCURRENTLY orders_id ON orders (id)")
        .WithRollback("!DROP INDEX CONCURRENTLY orders_id");

    private static readonly MigrationSet All = Scripts.Set(One, Two, Three);

    [Fact]
    public async Task Up_down_and_up_again_ends_where_it_was()
    {
        await ApplyAsync(All);
        var dump = await Database.DumpSchemaAsync();

        var result = await RollbackAsync(null);
        Assert.Equal([Three, Two, One], result.RolledBack.Select(run => run.Migration));
        Assert.Equal(["001|rolled_back|t", "002|rolled_back|t", "003|rolled_back|t"], await HistoryAsync());
        Assert.Equal(3L, await Database.ScalarAsync<long>("SELECT count(*) FROM schema_migrations WHERE rolled_back_at >= applied_at"));
        Assert.False(await ExistsAsync("users") || await ExistsAsync("orders"));

        Assert.Equal(3, (await ApplyAsync(All)).Applied.Count);
        Assert.Equal(["001|applied|f", "002|applied|f", "003|applied|f"], await HistoryAsync());
        Assert.Equal(dump, await Database.DumpSchemaAsync());
        Assert.Empty((await ApplyAsync(All)).Applied);
    }

    [Fact]
    public async Task Only_what_came_after_is_undone()
    {
        await ApplyAsync(All);

        var result = await RollbackAsync(One);

        Assert.Equal([Three, Two], result.RolledBack.Select(run => run.Migration));
        Assert.Equal(["001|applied|f", "002|rolled_back|t", "003|rolled_back|t"], await HistoryAsync());
        Assert.Empty((await RollbackAsync(One)).RolledBack);
        var status = await Migrator.GetStatusAsync(Database.DataSource, All, cancellationToken: Cancellation);
        Assert.Equal([MigrationState.Applied, MigrationState.RolledBack, MigrationState.RolledBack], status.Entries.Select(entry => entry.State));
    }

    [Fact]
    public async Task A_missing_file_is_an_error_before_anything_runs()
    {
        var bare = Scripts.Migration("002_orders.sql", "CREATE TABLE orders (id int)");
        var set = Scripts.Set(One, bare, Three);
        await ApplyAsync(set);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.RollbackAsync(Database.DataSource, set, null, cancellationToken: Cancellation));
        Assert.Equal((MigrationError.MissingRollback, "002_orders.sql"), (error.Error, error.FileName));

        var unknown = await Assert.ThrowsAsync<MigrationException>(
            () => Migrator.RollbackAsync(Database.DataSource, Scripts.Set(One, bare), One, cancellationToken: Cancellation));
        Assert.Contains("Migration 003 is not in the code", unknown.Message, StringComparison.Ordinal);
        Assert.Equal(["001|applied|f", "002|applied|f", "003|applied|f"], await HistoryAsync());
    }

    [Fact]
    public async Task A_failed_rollback_leaves_the_migration_applied_and_a_row_that_says_why()
    {
        await ApplyAsync(All);
        await Database.ExecuteAsync("CREATE VIEW uses_orders AS SELECT * FROM orders");

        var error = await Assert.ThrowsAsync<MigrationException>(() => RollbackAsync(One));

        Assert.Equal((MigrationError.StepFailed, "rollback/002_rollback_orders.sql"), (error.Error, error.FileName));
        Assert.Equal(["001|applied|f", "002|applied|f", "003|rolled_back|t"], await HistoryAsync());
        Assert.StartsWith("002|1|DROP_TABLE|f|cannot drop table orders", (await StepsAsync())[^1], StringComparison.Ordinal);

        await Database.ExecuteAsync("DROP VIEW uses_orders");
        await RollbackAsync(One);
        Assert.Equal(["001|applied|f", "002|rolled_back|t", "003|rolled_back|t"], await HistoryAsync());
    }

    [Fact]
    public async Task A_rollback_that_does_not_get_its_lock_is_tried_again()
    {
        var set = Scripts.Set(One, Two);
        await ApplyAsync(set);
        await using var reader = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await reader.BeginTransactionAsync(Cancellation);
        await using (var read = new Npgsql.NpgsqlCommand("SELECT * FROM orders", reader, transaction))
            await read.ExecuteNonQueryAsync(Cancellation);
        using var log = new LogKeeper();

        var run = Migrator.RollbackAsync(Database.DataSource, set, One, new() { LoggerFactory = log, StepLockTimeout = TimeSpan.FromMilliseconds(200) }, Cancellation);
        while (!log.Lines.Any(line => line.StartsWith("Warning 3008 ", StringComparison.Ordinal)))
            await Task.Delay(20, Cancellation);
        await transaction.RollbackAsync(Cancellation);
        await run;

        Assert.Equal(["001|applied|f", "002|rolled_back|t"], await HistoryAsync());
        Assert.False(await ExistsAsync("orders"));
    }

    [Fact]
    public async Task A_rollback_that_stopped_in_the_middle_must_be_finished_and_can_be()
    {
        var parts = Scripts.Migration("004_parts.sql", "CREATE TABLE a (i int)", "CREATE TABLE b (i int)").WithRollback("DROP TABLE b", "---", "DROP TABLE a");
        var set = Scripts.Set(One, Two, Three, parts);
        await ApplyAsync(set);
        await Database.ExecuteAsync("CREATE VIEW uses_a AS SELECT * FROM a");

        await Assert.ThrowsAsync<MigrationException>(() => Migrator.RollbackAsync(Database.DataSource, set, Three, cancellationToken: Cancellation));
        Assert.Equal("004|rolling_back|t", (await HistoryAsync())[^1]);
        var error = await FailsAsync(set);
        Assert.Equal(MigrationError.PartiallyApplied, error.Error);
        Assert.Contains("The rollback of 004 (parts) stopped in the middle", error.Message, StringComparison.Ordinal);

        await Database.ExecuteAsync("DROP VIEW uses_a");
        await Migrator.RollbackAsync(Database.DataSource, set, Three, cancellationToken: Cancellation);
        Assert.Equal("004|rolled_back|t", (await HistoryAsync())[^1]);
        await ApplyAsync(set);
        Assert.True(await ExistsAsync("a") && await ExistsAsync("b"));
    }

    [Fact]
    public async Task A_migration_that_is_half_applied_is_not_rolled_back()
    {
        var half = Scripts.Migration("002_half.sql", "CREATE TABLE a (i int)", "---", "CREATE TABLE users (i int)").WithRollback("DROP TABLE a");
        var set = Scripts.Set(One, half);
        await FailsAsync(set);

        var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.RollbackAsync(Database.DataSource, set, null, cancellationToken: Cancellation));

        Assert.Equal(MigrationError.PartiallyApplied, error.Error);
        Assert.Equal(["001|applied|f", "002|failed|t"], await HistoryAsync());
    }

    private Task<RollbackResult> RollbackAsync(Migration? to) => Migrator.RollbackAsync(Database.DataSource, All, to, cancellationToken: Cancellation);
}
