using System.Text.Json;
using CliWrap.Buffered;
using Npgsql;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

public sealed class TraceTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<int> Majors => PostgresServer.Majors;

    [Theory]
    [MemberData(nameof(Majors))]
    public async Task Each_statement_is_observed_as_the_runner_executes_it(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        using var folder = Shop();

        var result = await Tool.RunProgramAsync(folder.Path, "trace", "--dev-database", database.ConnectionString, "--format", "json");

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Equal($"PostgreSQL {major}: 13 statements executed, all as predicted.\n", result.Error.ReplaceLineEndings("\n"));
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(major, json.RootElement.GetProperty("server").GetInt32());
        Assert.Equal(0, json.RootElement.GetProperty("differences").GetInt32());
        var observed = json.RootElement.GetProperty("statements").EnumerateArray()
            .DistinctBy(statement => statement.GetProperty("sql").GetString())
            .ToDictionary(statement => statement.GetProperty("sql").GetString()!, statement => statement.GetProperty("observed"));
        var alter = observed["ALTER TABLE users ALTER COLUMN born TYPE text, ALTER COLUMN email SET NOT NULL"];
        Assert.Equal("AccessExclusiveLock", alter.GetProperty("locks").GetProperty("public.users").GetString());
        Assert.Equal("public.users", alter.GetProperty("rewrites")[0].GetString());
        var concurrently = observed["CREATE INDEX CONCURRENTLY users_email ON users (email)"];
        Assert.Equal(JsonValueKind.Null, concurrently.GetProperty("locks").ValueKind);
        Assert.Equal(1, concurrently.GetProperty("indexBuilds").GetProperty("public.users").GetInt32());
        Assert.Equal(1, observed["ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id)"].GetProperty("foreignKeyChecks").GetInt32());
        Assert.Empty(await ScratchDatabasesAsync(database));
    }

    [Fact]
    public async Task What_differs_is_shown_and_fails_the_command()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_lock.sql", "CREATE TABLE a (id int);");
        folder.Write("migrations/002_fails.sql", "INSERT INTO a SELECT 1 / (SELECT count(*) FROM a);\nALTER TABLE a ADD b int;");

        var result = await Tool.RunAsync(folder, "trace", "--dev-database", Uri(database));

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("  differs   error: observed 22012 (division by zero), predicted none\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("  not executed\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("002_fails.sql:1 failed, so 1 statement after it did not run: 22012: division by zero.", result.Error, StringComparison.Ordinal);
        Assert.Empty(await ScratchDatabasesAsync(database));
    }

    [Fact]
    public async Task The_dumped_schema_comes_first()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = new ScratchFolder();
        folder.Write("schema.sql", """
            \restrict abc
            SET statement_timeout = 0;
            SELECT pg_catalog.set_config('search_path', '', false);
            CREATE TABLE public.users (id bigint NOT NULL, born date);
            ALTER TABLE public.users OWNER TO nobody_of_this_server;
            GRANT SELECT ON TABLE public.users TO nobody_of_this_server;
            ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
            \unrestrict abc
            """);
        folder.Write("migrations/001_change.sql", "ALTER TABLE users ALTER born TYPE timestamp;");

        var result = await Tool.RunAsync(folder, "trace", "--schema-file", "schema.sql", "--dev-database", Uri(database));

        Assert.True(result.ExitCode == 0, result.Output + result.Error);
        Assert.Contains("  observed  locks public.users=AccessExclusive; rewrites public.users; builds public.users×1\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("2 statements of schema.sql left out, naming roles that this server does not have.", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_never_printed()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Password = "s3cr3t" };
        using var folder = Shop();

        foreach (var text in new[]
        {
            new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Username = "nobody_of_this_server" }.ConnectionString,
            new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Port = 1 }.ConnectionString,
            $"postgres://nobody:s3cr3t@{connection.Host}:{connection.Port}/nowhere", "postgres://nobody:s3cr3t@", "Password=s3cr3t", "s3cr3t",
        })
        {
            var result = await Tool.RunAsync(folder, "trace", "--dev-database", text);
            Assert.NotEqual(0, result.ExitCode);
            Assert.Contains("--dev-database", result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("s3cr3t", result.Output + result.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancelling_drops_the_database()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signal that interrupts one program alone.");
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_slow.sql", "SELECT pg_sleep(300);");
        using var interrupt = new CancellationTokenSource();
        var run = Tool.Program(folder.Path, "trace", "--dev-database", database.ConnectionString)
            .ExecuteBufferedAsync(System.Text.Encoding.UTF8, System.Text.Encoding.UTF8, Cancellation, interrupt.Token);
        while (!await database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname LIKE 'schema\\_lint\\_trace\\_%' AND query LIKE '%pg_sleep(300)%' AND state = 'active' AND pid <> pg_backend_pid())"))
            await Task.Delay(50, Cancellation);
        await interrupt.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await run);

        Assert.Empty(await ScratchDatabasesAsync(database));
    }

    /// <summary>Only this class makes such databases, and its tests take turns.</summary>
    private static Task<IReadOnlyList<string>> ScratchDatabasesAsync(TestDatabase database) =>
        database.RowsAsync("SELECT datname FROM pg_database WHERE datname LIKE 'schema\\_lint\\_trace\\_%'");

    private static string Uri(TestDatabase database)
    {
        var connection = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        return $"postgres://{connection.Username}:{connection.Password}@{connection.Host}:{connection.Port}/{connection.Database}";
    }

    private static ScratchFolder Shop()
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_create.sql", """
            CREATE TABLE users (id bigint PRIMARY KEY, email text, born date);
            CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
            CREATE TEMP TABLE notes AS SELECT 1 AS a;
            ALTER TABLE notes ADD UNIQUE (a);
            """);
        folder.Write("migrations/002_grow.sql", """
            ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);
            CREATE INDEX CONCURRENTLY users_email ON users (email);
            ALTER TABLE users ALTER COLUMN born TYPE text, ALTER COLUMN email SET NOT NULL;
            SELECT 1 FROM users;
            """);
        folder.Write("migrations/003_settings.sql", """
            BEGIN ISOLATION LEVEL REPEATABLE READ;
            SET TRANSACTION ISOLATION LEVEL SERIALIZABLE;
            LOCK TABLE users IN SHARE MODE;
            LOCK TABLE users IN SHARE MODE;
            DO $$ BEGIN IF EXISTS (SELECT FROM orders WHERE id < 0) THEN UPDATE orders SET user_id = NULL; END IF; END $$;
            COMMIT;
            """);
        folder.Write("migrations/004_alone.sql", "-- schemabuild:no-transaction\n\nCREATE INDEX ON orders (user_id);");
        return folder;
    }
}
