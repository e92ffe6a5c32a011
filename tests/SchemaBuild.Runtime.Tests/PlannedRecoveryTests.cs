using System.Text;
using Npgsql;
using SchemaBuild.Analysis;
using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

/// <summary>Files as the build plans them, interrupted outside a transaction: the next run resolves it by looking and goes on.</summary>
public sealed class PlannedRecoveryTests : DatabaseTest
{
    private const string NoTransaction = "-- schemabuild:no-transaction\n";

    private const string Base = """
        CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL);
        ALTER TABLE account ADD CONSTRAINT positive CHECK (balance >= 0) NOT VALID;
        CREATE INDEX "by Balance" ON account (balance);
        CREATE TYPE mood AS ENUM ('sad', 'ok');
        CREATE TABLE parts (id int) PARTITION BY RANGE (id);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (100);
        """;

    /// <summary>A statement outside a transaction, what the server says when it is done, and a query that gives true then.</summary>
    public static TheoryData<string, string, string> Statements { get; } = new()
    {
        { "CREATE INDEX CONCURRENTLY ON account (id, balance)", "CREATE INDEX", "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass('account_id_balance_idx')" },
        { "DROP INDEX CONCURRENTLY \"by Balance\"", "DROP INDEX", "SELECT to_regclass('\"by Balance\"') IS NULL" },
        { "REINDEX TABLE CONCURRENTLY account", "REINDEX", "SELECT count(*) = 2 FROM pg_index WHERE indrelid = 'account'::regclass AND indisvalid" },
        { "ALTER TABLE parts DETACH PARTITION parts_1 CONCURRENTLY", "ALTER TABLE", "SELECT NOT relispartition FROM pg_class WHERE oid = to_regclass('parts_1')" },
        { NoTransaction + "ALTER TABLE account VALIDATE CONSTRAINT positive", "ALTER TABLE", "SELECT convalidated FROM pg_constraint WHERE conname = 'positive'" },
        { NoTransaction + "ALTER TYPE mood ADD VALUE 'it''s' BEFORE 'ok'", "ALTER TYPE", "SELECT array_agg(enumlabel ORDER BY enumsortorder)::text[] = '{sad,it''s,ok}' FROM pg_enum" },
        { NoTransaction + "CREATE TABLE IF NOT EXISTS note (id int)", "CREATE TABLE", "SELECT to_regclass('note') IS NOT NULL" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_that_never_arrived_is_run(string statement, string tag, string isDone)
    {
        _ = tag;
        await InterruptAsync(statement, message => message.FromClient && message.Type == 'P' && message.Text.Contains(statement.Split('\n')[^1], StringComparison.Ordinal));
        Assert.NotEqual(true, await Database.ScalarAsync<bool?>(statement.StartsWith("REINDEX", StringComparison.Ordinal) ? "SELECT false" : isDone));

        await GoOnAsync(statement, isDone);
    }

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task A_statement_that_was_done_and_not_recorded_is_not_refused(string statement, string tag, string isDone)
    {
        await InterruptAsync(statement, message => !message.FromClient && message.Type == 'C' && message.Text.StartsWith(tag, StringComparison.Ordinal));
        Assert.True(await Database.ScalarAsync<bool>(isDone));

        await GoOnAsync(statement, isDone);
    }

    /// <summary>What another session does meanwhile, so that the statement has to wait in its middle.</summary>
    [Theory]
    [InlineData(3, "BEGIN; SELECT FROM parts", "SELECT inhdetachpending FROM pg_inherits")]
    [InlineData(2, "BEGIN; UPDATE account SET balance = 0", "SELECT true FROM pg_class WHERE relname LIKE '%_ccnew'")]
    [InlineData(1, "BEGIN; SELECT FROM account", "SELECT NOT indisvalid FROM pg_index WHERE indexrelid = '\"by Balance\"'::regclass")]
    public async Task A_statement_that_was_ended_in_its_middle_is_finished(int number, string obstacle, string isHalfDone)
    {
        var (statement, _, isDone) = Statements.ElementAt(number).Data;
        await ApplyAsync(Set(Base));
        await using (var other = new NpgsqlConnection(Database.ConnectionString + ";Pooling=false"))
        {
            await other.OpenAsync(Cancellation);
            await using (var command = new NpgsqlCommand(obstacle, other))
                await command.ExecuteNonQueryAsync(Cancellation);
            var run = FailsAsync(Set(Base, statement), new() { MaxAttempts = 1 });
            while (!await Database.ScalarAsync<bool>(isHalfDone))
                await Task.Delay(20, Cancellation);
            await Database.ScalarAsync<bool>(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'SchemaBuild%'");
            Assert.Equal(MigrationError.ConnectionLost, (await run).Error);
        }

        Assert.True(await Database.ScalarAsync<bool>(isHalfDone));
        await GoOnAsync(statement, isDone);
        Assert.Equal(0L, await Database.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relname ~ '_cc(new|old)'"));
    }

    [Fact]
    public async Task A_block_that_alters_a_table_stands_in_the_queue_for_as_long_as_any_step()
    {
        await ApplyAsync(Set(Base));
        await using var reader = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await reader.BeginTransactionAsync(Cancellation);
        await using (var command = new NpgsqlCommand("SELECT FROM account", reader, transaction))
            await command.ExecuteNonQueryAsync(Cancellation);

        var error = await FailsAsync(Set(Base, "DO $$ BEGIN ALTER TABLE account ADD COLUMN note text; END $$"),
            new() { StepLockTimeout = TimeSpan.FromMilliseconds(100), MaxAttempts = 1 });

        Assert.Equal("55P03", Assert.IsType<PostgresException>(error.InnerException).SqlState);
    }

    private async Task InterruptAsync(string statement, Func<ProtocolMessage, bool> at)
    {
        await ApplyAsync(Set(Base));
        await using var proxy = new Proxy(new NpgsqlConnectionStringBuilder(Database.ConnectionString)) { At = at };
        await using var dataSource = NpgsqlDataSource.Create(proxy.ConnectionString);
        var error = await Assert.ThrowsAsync<MigrationException>(
            () => Migrator.ApplyAsync(dataSource, Set(Base, statement), new() { MaxAttempts = 1 }, Cancellation));
        Assert.Equal(MigrationError.ConnectionLost, error.Error);
        Assert.NotNull(proxy.Hit);
    }

    private async Task GoOnAsync(string statement, string isDone)
    {
        await ApplyAsync(Set(Base, statement));

        Assert.True(await Database.ScalarAsync<bool>(isDone));
        Assert.Equal(["001|applied|f", "002|applied|f"], await HistoryAsync());
        Assert.Equal(["1|t|"], await Database.RowsAsync("SELECT step_order, success, error_message FROM migration_steps WHERE version = '002'"));
    }

    private static MigrationSet Set(params string[] files) => new(MigrationAnalyzer.Analyze(
            files.Select((sql, i) => new MigrationInput($"00{i + 1}_x.sql", $"00{i + 1}_x.sql", Encoding.UTF8.GetBytes(sql + ";\n"))))
        .Migrations.Select(planned => new Migration(planned.Version, planned.Name, planned.Description,
            new MigrationScript(planned.Up.RelativePath, planned.Up.Text, planned.Up.WritePlan()))));
}
