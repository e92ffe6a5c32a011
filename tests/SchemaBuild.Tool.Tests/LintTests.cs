using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

public sealed class LintTests
{
    private const string Unsafe = "CREATE TABLE orders (id bigint);\nCOMMIT;\nCREATE INDEX orders_id ON orders (id);\n";

    [Fact]
    public async Task Lint_is_what_it_does_without_a_command()
    {
        using var folder = ShopMigrations.Create();

        var expected = await Tool.RunAsync(folder, "lint");

        Assert.Equal(expected, await Tool.RunAsync(folder));
        Assert.Equal(expected, await Tool.RunAsync(folder, "migrations"));
        Assert.Equal(expected, await Tool.RunAsync(folder, "--mode", "default"));
        Assert.Equal(expected, await Tool.RunAsync(folder, "./migrations/"));
    }

    [Fact]
    public async Task Paths_are_shown_as_they_were_given()
    {
        using var folder = ShopMigrations.Create();
        var absolute = folder.Combine("migrations");

        Assert.StartsWith("migrations/002_index_email.sql:1:1:", (await Tool.RunAsync(folder)).Output, StringComparison.Ordinal);
        Assert.StartsWith($"{absolute}/002_index_email.sql:1:1:", (await Tool.RunAsync(folder, absolute)).Output, StringComparison.Ordinal);
        Assert.Contains("\n005_broken.sql:3:16:", (await Tool.RunAsync(absolute, "", false, ".")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_named_twice_is_read_once()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder, "migrations", "migrations/001_create_users.sql");

        Assert.EndsWith("in 5 files, 4 statements (1 silenced).\n", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_file_that_is_named_alone_is_a_rollback_file()
    {
        using var folder = ShopMigrations.Create();
        folder.Write("migrations/rollback/002_rollback_index_email.sql", "DROP INDEX CONCURRENTLY users_email;");

        var result = await Tool.RunAsync(
            folder, "migrations/001_create_users.sql", "migrations/002_index_email.sql", "migrations/rollback/002_rollback_index_email.sql");

        Assert.DoesNotContain("SB0003", result.Output, StringComparison.Ordinal);
        Assert.Contains("SB1001", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dash_reads_standard_input()
    {
        using var folder = new ScratchFolder();

        var result = await Tool.RunAsync(folder.Path, Unsafe, false, "lint", "--format", "concise", "-");

        Assert.Contains("<stdin>:3:1: error SB1001: ", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    [Fact]
    public async Task Output_goes_to_a_file_in_plain_text()
    {
        using var folder = ShopMigrations.Create();
        var expected = await Tool.RunAsync(folder, "lint");

        var result = await Tool.RunAsync(folder.Path, "", hasColor: true, "lint", "--output", "report.txt");

        Assert.Equal(expected with { Output = "" }, result);
        Assert.Equal(expected.Output, (await File.ReadAllTextAsync(folder.Combine("report.txt"), TestContext.Current.CancellationToken)).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Files_up_to_the_baseline_are_not_linted()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder, "--baseline", "2");

        Assert.DoesNotContain("002_index_email", result.Output, StringComparison.Ordinal);
        Assert.Contains("003_index_note", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_file_says_what_was_there_before()
    {
        using var folder = new ScratchFolder();
        folder.Write("schema.sql", "CREATE TABLE public.orders (id bigint NOT NULL);\n");
        folder.Write("migrations/001_a.sql", "ALTER TABLE orders ALTER COLUMN id SET NOT NULL;");

        Assert.Equal(1, (await Tool.RunAsync(folder)).ExitCode);
        Assert.Equal(new ToolResult(0, "", "No findings in 1 file, 1 statement.\n"), await Tool.RunAsync(folder, "--schema-file", "schema.sql"));
        Assert.Equal(2, (await Tool.RunAsync(folder, "--schema-file", "nowhere.sql")).ExitCode);
    }

    [Fact]
    public async Task A_broken_schema_file_is_shown()
    {
        using var folder = ShopMigrations.Create();
        folder.Write("schema.sql", "CREATE TABLE;\n");

        var result = await Tool.RunAsync(folder, "--schema-file", "schema.sql");

        Assert.StartsWith("schema.sql:1:13: error SB0001 syntax-error\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_target_version_decides_what_is_safe()
    {
        using var folder = new ScratchFolder();
        folder.Write("migrations/001_a.sql", "CREATE TABLE t (id bigint PRIMARY KEY) PARTITION BY RANGE (id);\nCREATE TABLE p PARTITION OF t FOR VALUES FROM (1) TO (9);");
        folder.Write("migrations/002_b.sql", "ALTER TABLE t DETACH PARTITION p CONCURRENTLY;");

        Assert.Equal(0, (await Tool.RunAsync(folder, "--target-version", "18")).ExitCode);
        Assert.Equal(2, (await Tool.RunAsync(folder, "--target-version", "13")).ExitCode);
    }

    [Fact]
    public async Task An_empty_folder_is_no_failure_but_is_told()
    {
        using var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.Combine("migrations"));

        Assert.Equal(
            new ToolResult(0, "", "schema-lint: There is no .sql file in migrations.\nNo findings in 0 files, 0 statements.\n"),
            await Tool.RunAsync(folder));
    }
}
