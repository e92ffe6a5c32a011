using System.Runtime.InteropServices;
using CliWrap;
using CliWrap.Buffered;
using SchemaBuild.Testing;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>An application that is published as machine code and migrates itself.</summary>
public sealed class NativeTests(PackedFeed feed)
{
    private static readonly string CompilerFolder = Path.Combine(
        Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages"),
        "microsoft.dotnet.ilcompiler");

    private static readonly string Platform = $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    [Fact]
    public async Task An_application_is_published_without_a_warning_and_migrates()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The native compiler's tools are looked for on Linux only.");
        Assert.SkipUnless(Directory.Exists(CompilerFolder), $"The native compiler is not among this user's packages ({CompilerFolder}); dotnet pack of the solution brings it.");
        await using var database = await (await PostgresServer.GetAsync()).CreateDatabaseAsync();
        using var project = await TestProject.CreateAsync(feed, properties: $"<PublishAot>true</PublishAot><RuntimeIdentifier>{Platform}</RuntimeIdentifier>", folder: "native");    // the SDK cannot publish machine code from a folder with an apostrophe
        project.Write("migrations/001_users.sql", "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n");
        project.Write("migrations/002_index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);\n");
        project.Write("migrations/rollback/002_index.sql", "DROP INDEX CONCURRENTLY users_name;\n");
        project.Write("Program.cs", """
            using App;
            using SchemaBuild;

            await using var dataSource = Npgsql.NpgsqlDataSource.Create(args[0]);
            var first = await Migrations.ApplyAsync(dataSource);
            var undone = await Migrations.RollbackAsync(dataSource, to: Migrations.V001_Users);
            var again = await Migrations.ApplyAsync(dataSource);
            var check = await Migrations.VerifyAsync(dataSource);
            System.Console.WriteLine($"{first.Applied.Count} {undone.RolledBack.Count} {again.Applied.Count} {check.Succeeded} {System.Runtime.CompilerServices.RuntimeFeature.IsDynamicCodeSupported}");
            """);

        var publish = await Dotnet.RunAsync(project.Folder,
            ["publish", "-c", "Release", "-o", "out", "--no-restore"]);
        Assert.True(publish.IsSuccess, publish.StandardOutput);
        Assert.DoesNotContain("warning", publish.StandardOutput, StringComparison.OrdinalIgnoreCase);

        var run = await Cli.Wrap(Path.Combine(project.Folder, "out", "App")).WithArguments([database.ConnectionString]).ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        Assert.Equal("2 1 1 True False\n", run.StandardOutput);
        Assert.Equal(["001|f", "002|f"], await database.RowsAsync("SELECT version, rolled_back FROM schema_migrations ORDER BY version"));
    }
}
