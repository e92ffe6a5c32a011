using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests.Histories;

/// <summary>The example files of the schema-evolution guide, as they are.</summary>
public sealed class GuideTests
{
    [Fact]
    public async Task Lint_apply_leave_one_row_each_and_roll_back()
    {
        var guide = RepositoryRoot.Combine("..", "shared", "guide");
        if (!Directory.Exists(guide))
            Assert.Skip("The guide is not on this machine: ../shared/guide, relative to the repository, does not exist.");
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        Task<ToolResult> Run(params string[] args) => Tool.RunProgramAsync(guide, [.. args, "--connection", database.ConnectionString]);

        var lint = await Tool.RunProgramAsync(guide, "lint", "--format", "concise");
        Assert.DoesNotContain("SB0", lint.Output + lint.Error, StringComparison.Ordinal);

        Assert.Equal(0, (await Run("apply")).ExitCode);
        Assert.Equal(
            ["001|Create users table|t|f", "002|Create orders table|t|f", "003|Add email index|t|f", "004|Migrate user data|t|f"],
            await database.RowsAsync("SELECT version, description, length(checksum) = 64, rolled_back FROM schema_migrations ORDER BY version"));
        Assert.Equal(0, (await Run("verify")).ExitCode);
        var schema = await database.DumpSchemaAsync();

        Assert.Equal(0, (await Run("rollback", "--to", "0")).ExitCode);
        Assert.Equal(
            ["001|t", "002|t", "003|t", "004|t"],
            await database.RowsAsync("SELECT version, rolled_back AND rolled_back_at IS NOT NULL FROM schema_migrations ORDER BY version"));
        Assert.False(await database.ScalarAsync<bool>("SELECT to_regclass('users') IS NOT NULL"));

        Assert.Equal(0, (await Run("apply")).ExitCode);
        Assert.Equal(schema, await database.DumpSchemaAsync());
        Assert.Equal(
            ["001|f|applied|3", "002|f|applied|3", "003|f|applied|3", "004|f|applied|3"],
            await database.RowsAsync("SELECT version, rolled_back, state, run FROM schema_migrations ORDER BY version"));
    }
}
