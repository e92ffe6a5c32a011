using System.Diagnostics;
using System.Text.RegularExpressions;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

public sealed partial class DatabaseCommandsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_history_goes_up_and_down()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        Task<ToolResult> Run(params string[] args) => Tool.RunAsync(folder, [.. args, "--connection", database.ConnectionString]);

        Assert.Equal(new ToolResult(0, "", """
            Created or completed schema_migrations and migration_steps in schema public.
            applied 001_create_users (1 step, N ms)
            applied 002_index_email (1 step, N ms)
            2 migrations applied, 0 applied before.

            """), Timeless(await Run("apply")));
        Assert.Equal(new ToolResult(0, "", "Nothing to apply: 2 migrations applied already.\n"), await Run("apply"));
        Assert.Equal(new ToolResult(0, """
            Version  State  Applied at  Took  Description
            001  applied  YYYY-MM-DD HH:MM:SS  N ms  create users
            002  applied  YYYY-MM-DD HH:MM:SS  N ms  Index of addresses

            """, "Up to date.\n"), Timeless(await Run("status")));
        Assert.Equal(new ToolResult(0, "", "2 migrations, all applied as they are written.\n"), await Run("verify"));

        Assert.Equal(new ToolResult(0, "", """
            rolled back 002_index_email (1 step, N ms)
            1 migration rolled back.

            """), Timeless(await Run("rollback", "--to", "1")));
        Assert.Equal(new ToolResult(0, "", "Nothing to roll back.\n"), await Run("rollback", "--to", "001"));
        var status = Timeless(await Run("status"));
        Assert.Contains("\n002  rolled back", status.Output, StringComparison.Ordinal);
        Assert.Equal("1 migration pending.\n", status.Error);
        Assert.Equal(1, (await Run("verify")).ExitCode);
    }

    [Fact]
    public async Task An_edited_file_is_named_and_nothing_is_applied()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        await Tool.RunAsync(folder, "apply", "--connection", database.ConnectionString);
        folder.Write("migrations/001_create_users.sql", "CREATE TABLE users (id bigint, email text, name text);");
        folder.Write("migrations/003_more.sql", "CREATE TABLE more ();");

        var apply = await Tool.RunAsync(folder, "apply", "--connection", database.ConnectionString);
        var verify = await Tool.RunAsync(folder, "verify", "--connection", database.ConnectionString);

        Assert.Equal(1, apply.ExitCode);
        Assert.Contains("001_create_users.sql was edited after it was applied", apply.Error, StringComparison.Ordinal);
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("001_create_users.sql was edited after it was applied", verify.Output, StringComparison.Ordinal);
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('more') IS NOT NULL"));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        Task<ToolResult> Run(params string[] args) => Tool.RunAsync(folder, [.. args, "--connection", database.ConnectionString]);
        await Run("apply");
        await database.ExecuteAsync("ANALYZE users");
        folder.Write("migrations/003_more.sql", "BEGIN;\nALTER TABLE users ALTER COLUMN id TYPE numeric;\nCOMMIT;\nCREATE INDEX CONCURRENTLY users_more ON users (id);\n");

        var result = await Run("apply", "--dry-run");

        Assert.Equal(new ToolResult(0, """
            003 more
              in one transaction
                 1  ALTER_TABLE   ALTER TABLE users ALTER COLUMN id TYPE numeric
                    locks public.users AccessExclusiveLock, writes every row anew, builds 1 index (SIZE, about 0 rows)
              alone, outside a transaction
                 2  CREATE_INDEX  CREATE INDEX CONCURRENTLY users_more ON users (id)
                    locks public.users ShareUpdateExclusiveLock, builds 1 index (SIZE, about 0 rows)


            """, "1 migration would be applied. Nothing was changed.\n"), result with { Output = Regex.Replace(result.Output, @"\(\d+ (bytes|kB)", "(SIZE") });
        Assert.Equal(2L, await database.ScalarAsync<long>("SELECT count(*) FROM schema_migrations"));

        folder.Write("migrations/001_create_users.sql", "CREATE TABLE users (id bigint, email text, name text);");
        var refused = await Run("apply", "--dry-run");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("would be refused: 001_create_users.sql was edited after it was applied", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_patience_can_be_told()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        Task<ToolResult> Run(params string[] args) => Tool.RunAsync(folder, [.. args, "--connection", database.ConnectionString]);
        await Run("apply");
        folder.Write("migrations/003_more.sql", "ALTER TABLE users ADD COLUMN more int;");
        await using (var reader = await database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await reader.BeginTransactionAsync(Cancellation))
        {
            await using (var command = new Npgsql.NpgsqlCommand("SELECT FROM users", reader))
                await command.ExecuteNonQueryAsync(Cancellation);
            var blocked = await Run("apply", "--step-lock-timeout", "50ms", "--max-attempts", "1");
            Assert.Equal(1, blocked.ExitCode);
            Assert.Contains("lock timeout (55P03)", blocked.Error, StringComparison.Ordinal);
        }

        await using var other = await database.DataSource.OpenConnectionAsync(Cancellation);
        await using (var command = new Npgsql.NpgsqlCommand(
            $"SELECT pg_advisory_lock(x'53424c44'::int, ('x' || encode(substr(sha256(convert_to(current_database() || E'\npublic', 'UTF8')), 1, 4), 'hex'))::bit(32)::int)", other))
            await command.ExecuteNonQueryAsync(Cancellation);
        Assert.Equal(new ToolResult(0, "", "Another process is migrating this database; nothing was done.\n"), WithoutHolder(await Run("apply", "--when-locked", "skip")));
        var failed = await Run("apply", "--when-locked", "fail", "--lock-timeout", "0.2s");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("Another process migrates", failed.Error, StringComparison.Ordinal);

        static ToolResult WithoutHolder(ToolResult result) => result with { Error = string.Concat(result.Error.Split('\n').Where(line => line.StartsWith("Another process is", StringComparison.Ordinal)).Select(line => line + "\n")) };
    }

    [Fact]
    public async Task A_failed_step_is_told_with_place_and_reason()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        folder.Write("migrations/003_fails.sql", "CREATE TABLE more (id bigint);\n\nALTER TABLE nobody ADD x int;");

        var result = await Tool.RunAsync(folder, "apply", "--connection", database.ConnectionString);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("applied 002_index_email", result.Error, StringComparison.Ordinal);
        Assert.Contains("003_fails.sql(3): step 2 of 2 (ALTER_TABLE) failed: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("\"nobody\" does not exist", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_files_are_listed_and_the_database_is_not_touched()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder, "apply", "--connection", "Host=127.0.0.1;Port=1;Username=nobody");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(@"^migrations/005_broken\.sql:3:16: error SB0001: .*\nschema-lint: The database was not touched: mend these files first\.\n$", result.Error);
    }

    [Theory]
    [InlineData("apply")]
    [InlineData("status")]
    [InlineData("verify")]
    [InlineData("rollback", "--to", "0")]
    public async Task A_dead_server_is_one_message_without_the_password(params string[] args)
    {
        using var folder = Shop();

        var result = await Tool.RunProgramAsync(folder.Path, [.. args, "--connection", "Host=127.0.0.1;Port=1;Database=shop;Username=ann;Password=s3cret"]);

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("schema-lint: Cannot connect to database shop at 127.0.0.1:1 as ann: ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", result.Output + result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_that_no_file_has_is_wrong_usage()
    {
        using var folder = Shop();

        Assert.Equal(
            new ToolResult(2, "", "schema-lint: No migration has version 7. schema-lint status lists them.\n"),
            await Tool.RunAsync(folder, "rollback", "--to", "7", "--connection", "Host=127.0.0.1;Port=1;Username=nobody"));
    }

    [Fact]
    public async Task The_history_may_live_in_another_schema()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();

        await Tool.RunAsync(folder, "apply", "--history-schema", "ops", "--connection", database.ConnectionString);

        Assert.Equal(["001", "002"], await database.RowsAsync("SELECT version FROM ops.schema_migrations ORDER BY 1"));
    }

    [Fact]
    public async Task Control_C_stops_a_run_cleanly()
    {
        if (OperatingSystem.IsWindows())
            Assert.Skip("Needs SIGINT.");
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = Shop();
        folder.Write("migrations/003_slow.sql", "CREATE TABLE slow ();\nSELECT pg_sleep(600);");
        using var run = Process.Start(new ProcessStartInfo(Tool.Executable, ["apply", "--connection", database.ConnectionString])
        {
            WorkingDirectory = folder.Path,
            RedirectStandardError = true,
        })!;

        await SleepsAsync(database);
        Process.Start("kill", ["-INT", $"{run.Id}"]).WaitForExit();
        var error = await run.StandardError.ReadToEndAsync(Cancellation);
        await run.WaitForExitAsync(Cancellation);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("\nschema-lint: Cancelled. ", error, StringComparison.Ordinal);
        Assert.Equal(["001", "002"], await database.RowsAsync("SELECT version FROM schema_migrations WHERE checksum IS NOT NULL AND NOT rolled_back ORDER BY 1"));
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('slow') IS NOT NULL"));
        Assert.Equal(0, await database.ScalarAsync<long>($"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'SELECT pg_sleep%' AND state = 'active'"));
    }

    private static async Task SleepsAsync(TestDatabase database)
    {
        while (await database.ScalarAsync<long>("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'") == 0)
            await Task.Delay(20, Cancellation);
    }

    private static ScratchFolder Shop()
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_create_users.sql", "CREATE TABLE users (id bigint, email text);");
        folder.Write("migrations/002_index_email.sql", "-- Description: Index of addresses\nCREATE INDEX CONCURRENTLY users_email ON users (email);");
        folder.Write("migrations/rollback/001_rollback_create_users.sql", "DROP TABLE users;");
        folder.Write("migrations/rollback/002_rollback_index_email.sql", "DROP INDEX CONCURRENTLY users_email;");
        return folder;
    }

    private static ToolResult Timeless(ToolResult result) => result with { Output = Timeless(result.Output), Error = Timeless(result.Error) };

    private static string Timeless(string text) =>
        Times().Replace(text, match => match.Value[0] == ' ' ? "  " : match.ValueSpan.EndsWith("ms") ? "N ms" : "YYYY-MM-DD HH:MM:SS");

    // Columns are as wide as the longest time, so runs of spaces differ too.
    [GeneratedRegex(@"\d+ ms|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d| {2,}")]
    private static partial Regex Times();
}
