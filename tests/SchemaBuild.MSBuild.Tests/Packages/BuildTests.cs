namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>The package in real builds.</summary>
public sealed class BuildTests(PackedFeed feed)
{
    private const string Users = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n";
    private const string Unsafe = "-- find users by name\n\nCREATE INDEX users_name ON users (name);\n";
    private const string Safe = "CREATE INDEX CONCURRENTLY users_name ON users (name);\n";

    [Fact]
    public async Task An_unsafe_migration_fails_the_build_at_its_line()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write("migrations/001_users.sql", Users);
        project.Write("migrations/002_index.sql", Unsafe);

        var build = await project.BuildAsync();

        Assert.False(build.Succeeded);
        var error = Assert.Single(build.Errors);
        Assert.Equal(("SB1001", "migrations/002_index.sql", 3, 1, 3, 40), (error.Code, error.File, error.LineNumber, error.ColumnNumber, error.EndLineNumber, error.EndColumnNumber));
        Assert.Contains("migrations/002_index.sql(3,1,3,40): error SB1001: ", build.Output, StringComparison.Ordinal);
        Assert.Contains(build.EmbeddedFiles, file => file.EndsWith("migrations/002_index.sql", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Migrations_of_any_name_are_embedded_and_have_handles()
    {
        using var project = await TestProject.CreateAsync(feed, items: """<SchemaBuildMigration Remove="migrations/009_*.sql" />""");
        project.Write("migrations/001_users.sql", "-- Description: The <users> \"table\" \\ & more\n" + Users);
        project.Write("migrations/rollback/001_users.sql", "DROP TABLE users;");
        project.Write("migrations/2_it's 100% (größe), {0}.de.sql", "SELECT 'é€😀';");
        project.Write("migrations/sub/20261122093000_class.sql", "SELECT 1; SELECT 2;");
        project.Write("migrations/009_removed.sql", "SELECT 1;");
        project.Write("migrations/schema-stats.json", """{ "version": 1, "tables": {} }""");
        project.Write("Program.cs", """
            using System;
            using System.Linq;
            using App;

            foreach (var name in typeof(Migrations).Assembly.GetManifestResourceNames().Order(StringComparer.Ordinal)) Console.WriteLine(name);
            foreach (var migration in Migrations.Set) Console.WriteLine($"{migration}: {migration.Description}: {string.Join(" | ", migration.Up.Steps.Select(step => step.Sql))}");
            Console.WriteLine(Migrations.V001_Users.Down!.Text);
            Console.WriteLine(Migrations.V2_ItS100Größe0De == Migrations.Set[1] && Migrations.V20261122093000_Class == Migrations.Set[2]);
            Console.WriteLine("001" switch { Migrations.Versions.V001_Users => "constant", _ => "" } + Migrations.Manifest.Split('\n').Length);
            Func<Npgsql.NpgsqlDataSource, System.Threading.Tasks.Task> apply = dataSource => Migrations.ApplyAsync(dataSource);
            """);

        (await project.BuildAsync()).MustSucceed();

        Assert.Equal(
            """
            SchemaBuild/001_users.sql
            SchemaBuild/2_it's 100% (größe), {0}.de.sql
            SchemaBuild/rollback/001_users.sql
            SchemaBuild/sub/20261122093000_class.sql
            001_users: The <users> "table" \ & more: CREATE TABLE users (id bigint PRIMARY KEY, name text)
            2_it's 100% (größe), {0}.de: it's 100% (größe), {0}.de: SELECT 'é€😀'
            20261122093000_class: class: SELECT 1 | SELECT 2
            DROP TABLE users;
            True
            constant4

            """.ReplaceLineEndings("\n"),
            (await project.RunAsync()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Findings_are_on_every_build_and_work_is_done_only_when_something_changes()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write(".editorconfig", "root = true\n[migrations/**.sql]\ndotnet_diagnostic.SB1001.severity = warning\n");
        project.Write("migrations/001_users.sql", Users);
        project.Write("migrations/002_index.sql", Unsafe);

        var first = (await project.BuildAsync()).MustSucceed();
        Assert.Equal(["warning SB1001"], first.Diagnostics);
        Assert.Equal(1, first.RunsOf("Csc"));

        var second = (await project.BuildAsync()).MustSucceed();
        Assert.Equal(["warning SB1001"], second.Diagnostics);
        Assert.Equal(0, second.RunsOf("Csc"));

        project.Delete("migrations/002_index.sql");
        project.Write("migrations/003_index.sql", Safe);
        var renamed = (await project.BuildAsync()).MustSucceed();
        Assert.Empty(renamed.Diagnostics);
        Assert.Equal(1, renamed.RunsOf("Csc"));
        Assert.Equal("2", (await project.RunAsync()).Trim());

        project.Delete("migrations/003_index.sql");
        (await project.BuildAsync()).MustSucceed();
        Assert.Equal("1", (await project.RunAsync()).Trim());

        Assert.True(project.Has("obj/Debug/net10.0/SchemaBuild/Migrations.g.cs"));
        await project.BuildAsync("-t:Clean");
        Assert.False(project.Has("obj/Debug/net10.0/SchemaBuild/Migrations.g.cs"));
        Assert.False(project.Has("obj/Debug/net10.0/SchemaBuild/generated.cache"));
        Assert.False(project.Has("obj/Debug/net10.0/SchemaBuild/findings.cache"));
    }

    [Fact]
    public async Task Properties_about_warnings_apply_to_findings()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write(".globalconfig", "is_global = true\ndotnet_diagnostic.SB1001.severity = warning\n");
        project.Write("migrations/001_users.sql", Users);
        project.Write("migrations/002_index.sql", Unsafe);

        Assert.Equal(["error SB1001"], await LintAsync("-p:TreatWarningsAsErrors=true"));
        Assert.Equal(["warning SB1001"], await LintAsync("-p:TreatWarningsAsErrors=true", "-p:WarningsNotAsErrors=SB1001"));
        Assert.Equal(["error SB1001"], await LintAsync("-warnaserror:SB1001"));
        Assert.Equal(["error SB1001"], await LintAsync("-p:WarningsAsErrors=SB1001"));
        Assert.Empty(await LintAsync("-p:WarningsAsErrors=SB1001", "-p:NoWarn=SB1001"));

        async Task<IEnumerable<string>> LintAsync(params string[] arguments) => (await project.BuildAsync(["-t:SchemaBuildLint", .. arguments])).Diagnostics;
    }

    [Fact]
    public async Task A_design_time_build_generates_the_class_of_broken_sql_and_reports_nothing()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write("migrations/001_users.sql", "CREATE TABEL users ();");

        var build = await project.BuildAsync(
            "-t:Compile", "-p:DesignTimeBuild=true", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:BuildingInsideVisualStudio=true");

        Assert.Empty(build.MustSucceed().Diagnostics);
        Assert.Equal((1, 0), (build.RunsOf("GenerateMigrations"), build.RunsOf("LintMigrations")));
        Assert.Equal(["error SB0001"], (await project.BuildAsync()).Diagnostics);
    }

    [Fact]
    public async Task A_project_that_references_the_migrations_gets_their_runtime_and_nothing_else()
    {
        using var project = await TestProject.CreateAsync(feed, properties: "<OutputType>Library</OutputType><EnableDefaultCompileItems>false</EnableDefaultCompileItems>");
        project.Write("migrations/001_users.sql", Users);
        project.Write("../Web/migrations/001_broken.sql", "CREATE TABEL users ();");
        project.Write("../Web/Program.cs", "Npgsql.NpgsqlDataSource? database = null; _ = database is null ? null : App.Migrations.ApplyAsync(database);");
        project.Write("../Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup><ProjectReference Include="../App/App.csproj" /></ItemGroup>
            </Project>
            """);
        await project.RestoreAsync("../Web/Web.csproj");

        var build = (await project.BuildAsync("../Web/Web.csproj")).MustSucceed();

        Assert.Empty(build.Diagnostics);
        Assert.Equal((1, 1), (build.RunsOf("GenerateMigrations"), build.RunsOf("LintMigrations")));
    }

    [Fact]
    public async Task Several_target_frameworks_lint_once()
    {
        using var project = await TestProject.CreateAsync(
            feed, properties: "<TargetFramework></TargetFramework><TargetFrameworks>net10.0; net10.0-windows</TargetFrameworks><EnableWindowsTargeting>true</EnableWindowsTargeting><DisableTransitiveFrameworkReferenceDownloads>true</DisableTransitiveFrameworkReferenceDownloads>");
        project.Write(".editorconfig", "root = true\n[*.sql]\ndotnet_diagnostic.SB0001.severity = warning\n");
        project.Write("migrations/001_users.sql", "CREATE TABEL users ();");

        var build = (await project.BuildAsync()).MustSucceed();
        Assert.Equal(["warning SB0001"], build.Diagnostics);
        Assert.Equal((2, 1), (build.RunsOf("GenerateMigrations"), build.RunsOf("LintMigrations")));

        Assert.Equal(["warning SB0001"], (await project.BuildAsync("-t:SchemaBuildLint")).Diagnostics);
    }
}
