using SchemaBuild.Runtime.TestHost;

namespace SchemaBuild.Runtime.Tests;

public sealed class HistoryTests : DatabaseTest
{
    private const string ContractTables = """
        CREATE TABLE schema_migrations (version varchar(50) PRIMARY KEY, description text NOT NULL, applied_at timestamp DEFAULT current_timestamp,
            execution_time_ms integer, checksum varchar(64), rolled_back boolean DEFAULT false, rolled_back_at timestamp);
        CREATE TABLE migration_steps (id serial PRIMARY KEY, version varchar(50) REFERENCES schema_migrations (version), step_order integer NOT NULL,
            step_type varchar(20) NOT NULL, sql_statement text NOT NULL, executed_at timestamp, execution_time_ms integer,
            success boolean DEFAULT true, error_message text);
        """;

    private static readonly Migration One = Scripts.Migration("001_one.sql", "CREATE TABLE one (i int)");
    private static readonly Migration Two = Scripts.Migration("002_two.sql", "CREATE TABLE two (i int)");
    private static readonly Migration Three = Scripts.Migration("003_three.sql", "CREATE TABLE three (i int)");

    [Fact]
    public async Task The_tables_have_the_columns_of_the_contract_first()
    {
        await ApplyAsync(One);

        const string Columns = """
            SELECT a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, pg_get_expr(d.adbin, d.adrelid)
              FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
             WHERE a.attrelid = '{0}'::regclass AND a.attnum BETWEEN 1 AND {1} ORDER BY a.attnum
            """;
        var migrations = await Database.RowsAsync(string.Format(null, Columns, "schema_migrations", 7));
        var steps = await Database.RowsAsync(string.Format(null, Columns, "migration_steps", 9));
        await Database.ExecuteAsync("DROP TABLE schema_migrations, migration_steps;" + ContractTables);
        Assert.Equal(await Database.RowsAsync(string.Format(null, Columns, "schema_migrations", 7)), migrations);
        Assert.Equal(await Database.RowsAsync(string.Format(null, Columns, "migration_steps", 9)), steps);
    }

    [Fact]
    public async Task Tables_made_by_hand_are_completed_and_their_rows_count()
    {
        await Database.ExecuteAsync(ContractTables
            + "CREATE TABLE one (i int); INSERT INTO schema_migrations (version, description, checksum) VALUES ('1', 'One, by hand', 'abc123...')");
        using var log = new LogKeeper();

        var result = await ApplyAsync(Scripts.Set(One, Two), new() { LoggerFactory = log });

        Assert.Equal([Two], result.Applied.Select(run => run.Migration));
        Assert.Equal(["002|applied|f", "1|applied|f"], await HistoryAsync());
        Assert.Contains("Information 2008 1 applied migrations have no SHA-256 in the history, so nobody can tell whether their files were edited.", log.Lines);
        var status = await Migrator.GetStatusAsync(Database.DataSource, Scripts.Set(One, Two), cancellationToken: Cancellation);
        Assert.Equal([ChecksumState.Unverified, ChecksumState.Same], status.Entries.Select(entry => entry.Checksum));
    }

    [Fact]
    public async Task People_may_insert_and_delete_rows_with_the_first_columns_only()
    {
        await ApplyAsync(One);
        await Database.ExecuteAsync("""
            INSERT INTO schema_migrations (version, description, checksum) VALUES ('002', 'Two', NULL);
            INSERT INTO migration_steps (version, step_order, step_type, sql_statement) VALUES ('002', 1, 'CREATE_TABLE', 'CREATE TABLE two (i int)');
            """);

        var result = await ApplyAsync(One, Two, Three);
        Assert.Equal([Three], result.Applied.Select(run => run.Migration));

        await Database.ExecuteAsync("DROP TABLE three; DELETE FROM schema_migrations WHERE version = '003'");
        Assert.Equal([Three], (await ApplyAsync(One, Two, Three)).Applied.Select(run => run.Migration));
    }

    [Fact]
    public async Task A_row_that_says_rolled_back_is_not_applied()
    {
        await ApplyAsync(One);
        await Database.ExecuteAsync("DROP TABLE one; UPDATE schema_migrations SET rolled_back = true, rolled_back_at = now()");

        Assert.Single((await ApplyAsync(One)).Applied);
        Assert.Equal(["001|applied|f"], await HistoryAsync());
    }

    [Theory]
    [InlineData("CREATE TABLE schema_migrations (version varchar PRIMARY KEY)", "that of Rails or dbmate")]
    [InlineData("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)", "golang-migrate's")]
    [InlineData("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, inserted_at timestamp(0))", "Ecto's")]
    [InlineData("CREATE TABLE schema_migrations (id int, name text)", "another tool's")]
    [InlineData("CREATE VIEW schema_migrations AS SELECT ''::text AS version, ''::text AS description, ''::text AS checksum", "another tool's")]
    [InlineData("CREATE TABLE migration_steps (id int)", "public.migration_steps is another tool's")]
    public async Task A_foreign_table_is_refused_with_advice_and_left_alone(string foreign, string owner)
    {
        await Database.ExecuteAsync(foreign);
        var before = await Database.DumpSchemaAsync();

        var error = await FailsAsync(One);

        Assert.Equal(MigrationError.ForeignHistoryTable, error.Error);
        Assert.Contains(owner, error.Message, StringComparison.Ordinal);
        Assert.Contains("HistorySchema", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Database.DumpSchemaAsync());
    }

    [Fact]
    public async Task Another_schema_keeps_ours_beside_a_foreign_table()
    {
        await Database.ExecuteAsync("CREATE TABLE schema_migrations (version bigint PRIMARY KEY, dirty boolean NOT NULL)");
        var options = new ApplyOptions { HistorySchema = "our \"own\"" };

        await ApplyAsync(Scripts.Set(One), options);

        Assert.Empty((await ApplyAsync(Scripts.Set(One), options)).Applied);
        Assert.Equal("001", await Database.ScalarAsync<string>("SELECT version FROM \"our \"\"own\"\"\".schema_migrations"));
    }

    [Fact]
    public async Task A_migration_before_an_applied_one_needs_OutOfOrder()
    {
        await ApplyAsync(One, Three);

        var error = await FailsAsync(One, Two, Three);
        Assert.Equal((MigrationError.OutOfOrder, "002_two.sql"), (error.Error, error.FileName));
        Assert.False(await ExistsAsync("two"));

        Assert.Equal([Two], (await ApplyAsync(Scripts.Set(One, Two, Three), new() { OutOfOrder = true })).Applied.Select(run => run.Migration));
    }

    [Fact]
    public async Task An_applied_migration_that_is_missing_needs_IgnoreMissing()
    {
        await ApplyAsync(One, Two);

        var error = await FailsAsync(One, Three);
        Assert.Equal((MigrationError.MissingMigration, "002"), (error.Error, error.Version));
        Assert.Contains("002 (two)", error.Message, StringComparison.Ordinal);

        Assert.Equal([Three], (await ApplyAsync(Scripts.Set(One, Three), new() { IgnoreMissing = true })).Applied.Select(run => run.Migration));
    }

    [Fact]
    public async Task A_database_ahead_of_the_code_is_a_state()
    {
        await ApplyAsync(One, Two, Three);
        using var log = new LogKeeper();

        var result = await ApplyAsync(Scripts.Set(One, Two), new() { LoggerFactory = log });
        var status = await Migrator.GetStatusAsync(Database.DataSource, Scripts.Set(One, Two), cancellationToken: Cancellation);
        var verified = await Migrator.VerifyAsync(Database.DataSource, Scripts.Set(One, Two), cancellationToken: Cancellation);

        Assert.Empty(result.Applied);
        Assert.Contains(log.Lines, line => line.StartsWith("Information 2007 The database is ahead of this code by 1 migrations, up to 003", StringComparison.Ordinal));
        Assert.True(status.IsAheadOfCode && status.IsUpToDate && verified.Succeeded);
        Assert.Equal(MigrationState.Unknown, status.Entries[^1].State);
    }

    [Fact]
    public async Task Status_and_verify_read_only()
    {
        var set = Scripts.Set(One, Two, Three);

        var empty = await Migrator.GetStatusAsync(Database.DataSource, set, cancellationToken: Cancellation);
        Assert.False(await ExistsAsync("schema_migrations"));
        Assert.All(empty.Entries, entry => Assert.Equal(MigrationState.Pending, entry.State));

        await ApplyAsync(One);
        await FailsAsync(One, Scripts.Migration("002_two.sql", "CREATE TABLE one (i int)"));
        var status = await Migrator.GetStatusAsync(Database.DataSource, set, cancellationToken: Cancellation);
        var verified = await Migrator.VerifyAsync(Database.DataSource, set, cancellationToken: Cancellation);

        Assert.Equal([MigrationState.Applied, MigrationState.Failed, MigrationState.Pending], status.Entries.Select(entry => entry.State));
        Assert.Equal("relation \"one\" already exists (42P07)", status.Entries[1].Error);
        Assert.NotNull(status.Entries[0].AppliedAt);
        Assert.False(status.IsUpToDate || status.IsAheadOfCode);
        Assert.Equal([MigrationError.PartiallyApplied, MigrationError.PendingMigration, MigrationError.PendingMigration], verified.Problems.Select(problem => problem.Error));
    }

    [Fact]
    public async Task Verify_names_what_is_wrong()
    {
        await ApplyAsync(One, Three);

        var verified = await Migrator.VerifyAsync(Database.DataSource,
            Scripts.Set(Scripts.Migration("001_one.sql", "CREATE TABLE other (i int)"), Two, Three, Scripts.Migration("004_four.sql")), cancellationToken: Cancellation);

        Assert.Equal([MigrationError.EditedMigration, MigrationError.OutOfOrder, MigrationError.PendingMigration], verified.Problems.Select(problem => problem.Error));
        Assert.False(verified.Succeeded);
    }

    [Fact]
    public async Task A_role_without_rights_is_told_which()
    {
        var role = $"poor_{Database.Name}";
        await Database.ExecuteAsync($"REVOKE CREATE ON SCHEMA public FROM PUBLIC; CREATE ROLE {role} LOGIN PASSWORD 'secret'");
        try
        {
            await using var dataSource = Npgsql.NpgsqlDataSource.Create(
                new Npgsql.NpgsqlConnectionStringBuilder(Database.ConnectionString) { Username = role, Password = "secret" });

            var error = await Assert.ThrowsAsync<MigrationException>(() => Migrator.ApplyAsync(dataSource, Scripts.Set(One), cancellationToken: Cancellation));

            Assert.Equal(MigrationError.InsufficientPrivilege, error.Error);
            Assert.Contains("GRANT USAGE, CREATE ON SCHEMA \"public\"", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            await Database.ExecuteAsync($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_is_recognised()
    {
        await Database.ExecuteAsync($"ALTER DATABASE {Database.Name} SET default_transaction_read_only = on");
        Database.DataSource.Clear();

        var error = await FailsAsync(One);

        Assert.Equal(MigrationError.InsufficientPrivilege, error.Error);
        Assert.Contains("Connect to the primary", error.Message, StringComparison.Ordinal);
    }
}
