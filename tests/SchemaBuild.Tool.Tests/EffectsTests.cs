using System.Text.Json;
using SchemaBuild.Testing;

namespace SchemaBuild.Tool.Tests;

public sealed class EffectsTests
{
    [Fact]
    public async Task Effects_are_written_for_people()
    {
        using var folder = Shop();

        var result = await Tool.RunAsync(folder, "effects");

        Snapshot.Equal(result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    [Fact]
    public async Task Effects_are_written_for_programs()
    {
        using var folder = Shop();

        var result = await Tool.RunAsync(folder, "effects", "--format", "json");

        Snapshot.Equal(result.Output);
        using var json = JsonDocument.Parse(result.Output);
        Assert.Equal(
            ["file", "line", "sql", "kind", "transaction", "locks", "rewrites", "scans", "indexBuilds", "foreignKeyChecks", "error", "notAnalysed", "unknownRelations"],
            json.RootElement.GetProperty("statements")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task A_broken_file_is_told_and_the_others_are_read()
    {
        using var folder = ShopMigrations.Create();

        var result = await Tool.RunAsync(folder, "effects");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("migrations/005_broken.sql:3:16: error SB0001: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("CREATE INDEX users_email", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_shows_steps_and_transactions()
    {
        using var folder = Shop();

        var result = await Tool.RunAsync(folder, "plan");

        Snapshot.Equal(result.Output);
        Assert.Equal(0, result.ExitCode);
    }

    private static ScratchFolder Shop()
    {
        var folder = new ScratchFolder();
        folder.Write("migrations/001_create.sql", """
            -- Description: Create users and orders
            CREATE TABLE users (id bigint PRIMARY KEY, email text, born date);
            CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint);
            """);
        folder.Write("migrations/rollback/001_rollback_create.sql", "DROP TABLE orders, users;");
        folder.Write("migrations/002_grow.sql", """
            ALTER TABLE orders ADD FOREIGN KEY (user_id) REFERENCES users (id);
            CREATE INDEX CONCURRENTLY users_email ON users (email);
            ALTER TABLE users ALTER COLUMN born TYPE text, ALTER COLUMN email SET NOT NULL;
            """);
        folder.Write("migrations/003_refused.sql", """
            BEGIN;
            CREATE INDEX CONCURRENTLY users_born ON users (born);
            COMMIT;
            """);
        return folder;
    }
}
