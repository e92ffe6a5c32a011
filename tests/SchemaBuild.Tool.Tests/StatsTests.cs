using System.Text.Json;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

/// <summary><c>schema-lint stats</c> on live servers, and what <c>lint</c> makes of the file.</summary>
public sealed class StatsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(PostgresServer.Majors), MemberType = typeof(PostgresServer))]
    public async Task The_sizes_of_a_server_are_written_and_read_again(int major)
    {
        await using var database = await (await PostgresServer.GetAsync(major)).CreateDatabaseAsync();
        foreach (var sql in (string[])
        [
            "CREATE TABLE orders (id bigint PRIMARY KEY, note text)",
            "INSERT INTO orders SELECT i, repeat('x', 100) FROM generate_series(1, 30000) AS i",
            "CREATE TABLE \"Odd.Name\" (id bigint)",
            "CREATE TABLE events (id int) PARTITION BY RANGE (id)",
            "CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM (0) TO (100)",
            "CREATE TABLE events_2 PARTITION OF events FOR VALUES FROM (100) TO (200)",
            "INSERT INTO events SELECT i FROM generate_series(1, 150) AS i",
            "CREATE TABLE empty_root (id int) PARTITION BY RANGE (id)",
            "CREATE PUBLICATION busy FOR TABLE orders",
        ])
            await database.ExecuteAsync(sql);

        // What a session has counted arrives up to a second later, and would be added to what ANALYZE finds if it came after it.
        while (await database.ScalarAsync<long>("SELECT coalesce(sum(n_live_tup), 0)::bigint FROM pg_stat_user_tables WHERE relname IN ('orders', 'events_1', 'events_2')") < 30150)
            await Task.Delay(50, Cancellation);
        await database.ExecuteAsync("ANALYZE");
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, note text);");
        folder.Write("migrations/002_index.sql", "CREATE INDEX orders_note ON orders (note);");

        var written = await Tool.RunAsync(folder, "stats", "--connection", database.ConnectionString);

        Assert.Equal(new ToolResult(0, "", "migrations/schema-stats.json has the sizes of 6 tables.\n"), written);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder.Path, "migrations", "schema-stats.json"), Cancellation));
        var tables = json.RootElement.GetProperty("tables");
        Assert.Equal(30000, tables.GetProperty("public.orders").GetProperty("rows").GetInt64());
        Assert.True(tables.GetProperty("public.orders").GetProperty("bytes").GetInt64() > 30000 * 100);
        Assert.True(tables.GetProperty("public.orders").GetProperty("published").GetBoolean());
        Assert.Equal(150, tables.GetProperty("public.events").GetProperty("rows").GetInt64());
        Assert.Equal(99, tables.GetProperty("public.events_1").GetProperty("rows").GetInt64());
        Assert.Equal(0, tables.GetProperty("public.empty_root").GetProperty("rows").GetInt64());
        Assert.True(tables.TryGetProperty("public.Odd.Name", out _));

        var lint = await Tool.RunAsync(folder, "lint", "--format", "concise");
        Assert.Equal(1, lint.ExitCode);
        Assert.Contains("public.orders has 30,000 rows", lint.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Small_tables_fail_nothing()
    {
        using var folder = Folder("""{ "version": 1, "tables": { "public.orders": { "rows": 249 } } }""");

        Assert.Equal(0, (await Tool.RunAsync(folder, "lint")).ExitCode);
    }

    [Fact]
    public async Task The_file_counts_also_when_one_migration_is_named()
    {
        using var folder = Folder("""{ "version": 1, "tables": { "public.orders": { "rows": 249 } } }""");

        Assert.Equal(0, (await Tool.RunAsync(folder, "lint", "migrations/002_index.sql")).ExitCode);
    }

    [Fact]
    public async Task A_broken_file_is_an_error_with_its_place()
    {
        using var folder = Folder("{\n  \"version\": 1,\n  \"tables\": 3\n}");

        var result = await Tool.RunAsync(folder, "lint", "--format", "concise");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("migrations/schema-stats.json:3:13: error SB0020", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_where_it_is_told()
    {
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var folder = new ScratchFolder();

        var shown = await Tool.RunAsync(folder, "stats", "--output", "-", "--connection", database.ConnectionString);
        Assert.Equal("{\n  \"version\": 1,\n  \"tables\": {}\n}\n", shown.Output);

        Assert.Equal(0, (await Tool.RunAsync(folder, "stats", "--connection", database.ConnectionString)).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder.Path, "schema-stats.json")));

        var nowhere = await Tool.RunAsync(folder, "stats", "nowhere", "--connection", database.ConnectionString);
        Assert.Equal(new ToolResult(2, "", "schema-lint: There is no folder nowhere.\n"), nowhere);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        using var folder = new ScratchFolder();

        var result = await Tool.RunAsync(folder, "stats", "--connection", "Host=127.0.0.1;Port=1;Database=x;Username=x;Password=secret");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("schema-lint: The sizes cannot be read:", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", result.Error, StringComparison.Ordinal);
    }

    private static ScratchFolder Folder(string stats)
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_orders.sql", "CREATE TABLE orders (id bigint PRIMARY KEY, note text);");
        folder.Write("migrations/002_index.sql", "CREATE INDEX orders_note ON orders (note);");
        folder.Write("migrations/schema-stats.json", stats);
        return folder;
    }
}
