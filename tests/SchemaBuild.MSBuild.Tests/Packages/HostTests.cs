using System.Globalization;
using Microsoft.Build.Logging.StructuredLogger;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>The package under everything that builds projects.</summary>
public sealed class HostTests(PackedFeed feed)
{
    private const string Users = "CREATE TABLE users (id bigint PRIMARY KEY, name text);\n";
    private const string Unsafe = "CREATE INDEX users_name ON users (name);\n";
    private const string AsWarning = "root = true\n[*.sql]\ndotnet_diagnostic.SB1001.severity = warning\n";

    [Fact]
    public async System.Threading.Tasks.Task Every_engine_finds_the_same_and_touches_no_source()
    {
        using var project = await TestProject.CreateAsync(feed);
        WriteShop(project);
        var before = project.Sources().ToList();

        foreach (var (verb, arguments) in new (string, string[])[]
        {
            ("build", ["--no-restore", "-m:2"]),
            ("build", ["--no-restore", "-mt"]),
            ("build", ["--no-restore", "--no-incremental", "-mt", "-m:2"]),
            ("msbuild", ["-t:Build"]),
            ("msbuild", ["-t:Rebuild", "-v:quiet"]),
        })
        {
            var build = (await project.RunVerbAsync(verb, arguments)).MustSucceed();
            Assert.Equal(["warning SB1001"], build.Diagnostics);
        }

        Assert.Equal(before, project.Sources());
        Assert.Equal("2", (await project.RunAsync()).Trim());
    }

    /// <summary>Visual Studio's MSBuild is a .NET Framework program and runs tasks of the runtime NET in such a process.</summary>
    [Fact]
    public async System.Threading.Tasks.Task Tasks_run_in_a_task_host_as_in_Visual_Studio()
    {
        using var project = await TestProject.CreateAsync(feed);
        WriteShop(project);

        var build = (await project.RunVerbAsync("build", ["--no-restore", "-v:detailed"], new Dictionary<string, string?> { ["MSBUILDFORCEALLTASKSOUTOFPROC"] = "1" })).MustSucceed();

        Assert.Equal(["warning SB1001"], build.Diagnostics);
        foreach (var task in (string[])["GenerateMigrations", "LintMigrations"])
            Assert.Matches($"Task \"{task}\" ran in TaskHost process", build.Output);
        Assert.Equal("2", (await project.RunAsync()).Trim());
    }

    /// <summary>That of a package, which needs no Windows: what it says of its version is what Visual Studio 2022 says.</summary>
    [Fact]
    public async System.Threading.Tasks.Task An_engine_that_is_too_old_is_one_coded_error()
    {
        using var project = await TestProject.CreateAsync(feed);
        WriteShop(project);
        project.Write("../Engine/Engine.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net10.0</TargetFramework><NuGetAudit>false</NuGetAudit></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Microsoft.Build" Version="17.7.2" />
                <PackageReference Include="Microsoft.Build.Tasks.Core" Version="17.7.2" />
              </ItemGroup>
            </Project>
            """);
        project.Write("../Engine/Program.cs", """
            using System;
            using System.Collections.Generic;
            using Microsoft.Build.Execution;
            using Microsoft.Build.Framework;

            Environment.SetEnvironmentVariable("MSBUILD_EXE_PATH", typeof(Printer).Assembly.Location);
            BuildManager.DefaultBuildManager.Build(
                new BuildParameters { Loggers = new ILogger[] { new Printer() } },
                new BuildRequestData(args[0], new Dictionary<string, string>(), null, new[] { "CoreCompile" }, null));

            sealed class Printer : ILogger
            {
                public LoggerVerbosity Verbosity { get; set; }
                public string Parameters { get; set; }
                public void Initialize(IEventSource source) => source.ErrorRaised += (_, error) => Console.WriteLine($"{error.Code}: {error.Message}");
                public void Shutdown() { }
            }
            """);
        var targets = Path.Combine(feed.PackagesFolder, "schemabuild", feed.Version, "build", "SchemaBuild");
        project.Write("../Engine/Old.proj", $"""
            <Project>
              <Import Project="{targets}.props" />
              <UsingTask TaskName="Error" AssemblyFile="$(MSBuildBinPath)/Microsoft.Build.Tasks.Core.dll" />
              <ItemGroup><SchemaBuildMigration Include="../App/migrations/*.sql" /></ItemGroup>
              <Import Project="{targets}.targets" />
              <Target Name="CoreCompile" />
            </Project>
            """);
        await Dotnet.RunAsync(Path.Combine(project.Folder, "../Engine"), ["build", "Engine.csproj"], CliWrap.CommandResultValidation.ZeroExitCode);

        var build = await Dotnet.RunAsync(Path.Combine(project.Folder, "../Engine"), ["bin/Debug/net10.0/Engine.dll", Path.Combine(project.Folder, "../Engine/Old.proj")]);

        var error = Assert.Single(build.StandardOutput.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("SB0103: SchemaBuild needs MSBuild 18", error, StringComparison.Ordinal);
        Assert.Contains("this is 17.7.2", error, StringComparison.Ordinal);
    }

    [Fact]
    public async System.Threading.Tasks.Task Central_package_versions_the_artifacts_layout_and_publish()
    {
        using var project = await TestProject.CreateAsync(feed, prepare: project =>
        {
            project.Write("Directory.Packages.props", $"""
                <Project>
                  <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
                  <ItemGroup><PackageVersion Include="SchemaBuild" Version="{feed.Version}" /></ItemGroup>
                </Project>
                """);
            project.Write("Directory.Build.props", "<Project><PropertyGroup><UseArtifactsOutput>true</UseArtifactsOutput></PropertyGroup></Project>");
        });
        WriteShop(project);

        var publish = (await project.RunVerbAsync("publish", ["--no-restore"])).MustSucceed();

        Assert.Equal(["warning SB1001"], publish.Diagnostics);
        Assert.True(project.Has("artifacts/obj/App/release/SchemaBuild/Migrations.g.cs"));
        Assert.False(project.Has("obj/SchemaBuild/Migrations.g.cs"));
        Assert.Equal("2", (await project.RunAsync("artifacts/publish/App/release/App.dll")).Trim());
        Assert.False(project.Has("artifacts/publish/App/release/SchemaBuild.MSBuild.dll"));
        Assert.False(project.Has("artifacts/publish/App/release/SchemaBuild.PgQuery.dll"));
        Assert.True(project.Has("artifacts/publish/App/release/SchemaBuild.Runtime.dll"));
    }

    [Fact]
    public async System.Threading.Tasks.Task A_path_of_more_than_two_hundred_characters()
    {
        using var project = await TestProject.CreateAsync(feed, folder: Path.Combine(new string('a', 70), new string('ß', 60), new string('c', 70)));
        WriteShop(project);
        Assert.True(project.Folder.Length > 200);

        Assert.Equal(["warning SB1001"], (await project.BuildAsync()).MustSucceed().Diagnostics);
        Assert.Equal("2", (await project.RunAsync()).Trim());
    }

    [Fact]
    public async System.Threading.Tasks.Task Nodes_that_are_used_again_see_what_has_changed()
    {
        using var project = await TestProject.CreateAsync(feed);
        WriteShop(project);
        foreach (var name in (string[])["One", "Two"])
        {
            project.Write($"../{name}/migrations/001_users.sql", Users);
            project.Write($"../{name}/{name}.csproj", File.ReadAllText(Path.Combine(project.Folder, "App.csproj")).Replace("Exe", "Library", StringComparison.Ordinal));
            project.Write($"../{name}/.editorconfig", AsWarning);
        }

        project.Write("All.proj", """
            <Project>
              <ItemGroup><One Include="../One/One.csproj;../Two/Two.csproj;App.csproj" /></ItemGroup>
              <Target Name="Build"><MSBuild Projects="@(One)" BuildInParallel="true" /></Target>
            </Project>
            """);
        foreach (var name in (string[])["One", "Two"]) await project.RestoreAsync($"../{name}/{name}.csproj");

        // Nodes of our own, which end soon after they are needed no longer.
        var environment = new Dictionary<string, string?>
        {
            ["MSBUILDDISABLENODEREUSE"] = null,
            ["MSBUILDNODEHANDSHAKESALT"] = Guid.NewGuid().ToString("N"),
            ["MSBUILDNODECONNECTIONTIMEOUT"] = "15000",
        };
        string[] arguments = ["All.proj", "-m:2", "-nodeReuse:true"];
        var first = (await project.RunVerbAsync("msbuild", arguments, environment)).MustSucceed();
        Assert.Equal(["warning SB1001"], first.Diagnostics);
        Assert.True(first.Build.FindChildrenRecursive<Project>().Select(one => one.NodeId).Distinct().Count() > 1);

        project.Write("../One/migrations/002_index.sql", Unsafe);
        project.Write("../Two/migrations/002_index.sql", Unsafe);
        var second = (await project.RunVerbAsync("msbuild", arguments, environment)).MustSucceed();
        Assert.Equal(["warning SB1001", "warning SB1001", "warning SB1001"], second.Diagnostics);

        project.Write("../One/migrations/002_index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        Assert.Equal(["warning SB1001", "warning SB1001"], (await project.RunVerbAsync("msbuild", arguments, environment)).MustSucceed().Diagnostics);
    }

    [Fact]
    public async System.Threading.Tasks.Task Restoring_alone_neither_generates_nor_lints()
    {
        using var project = await TestProject.CreateAsync(feed);
        project.Write("migrations/001_users.sql", "CREATE TABEL users ();");
        Assert.False(project.Has("obj/Debug/net10.0/SchemaBuild/Migrations.g.cs"));

        var restore = (await project.RunVerbAsync("msbuild", ["-t:Restore", .. project.RestoreProperties])).MustSucceed();

        Assert.Empty(restore.Diagnostics);
        Assert.Equal((0, 0), (restore.RunsOf("GenerateMigrations"), restore.RunsOf("LintMigrations")));
    }

    [Theory]
    [InlineData("vbproj")]
    [InlineData("fsproj")]
    public async System.Threading.Tasks.Task Another_language_is_one_coded_error_and_can_be_linted_only(string extension)
    {
        using var project = await TestProject.CreateAsync(feed, extension: extension, properties: "<OutputType>Library</OutputType><DisableImplicitFSharpCoreReference>true</DisableImplicitFSharpCoreReference>");
        WriteShop(project);

        var error = Assert.Single((await project.BuildAsync("-t:SchemaBuildGenerate")).Errors);
        Assert.Equal("SB0102", error.Code);
        Assert.Contains(extension == "vbproj" ? "VB" : "F#", error.Text, StringComparison.Ordinal);
        Assert.Equal(["warning SB1001"], (await project.BuildAsync("-t:SchemaBuildLint", "-p:SchemaBuildGenerate=false")).MustSucceed().Diagnostics);
    }

    [Fact]
    public async System.Threading.Tasks.Task Watching_finds_what_is_written_meanwhile()
    {
        using var project = await TestProject.CreateAsync(feed);
        WriteShop(project);
        project.Write("migrations/002_index.sql", "CREATE INDEX CONCURRENTLY users_name ON users (name);");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var output = new System.Text.StringBuilder();
        var watch = Dotnet.Command(project.Folder, ["watch", "--non-interactive", "build", "--no-restore"]);
        var running = CliWrap.Buffered.BufferedCommandExtensions.ExecuteBufferedAsync(
            watch | (CliWrap.PipeTarget.ToDelegate(Add), CliWrap.PipeTarget.ToDelegate(Add)), stop.Token);

        try
        {
            await SaysAsync("Waiting for a file to change");
            project.Write("migrations/002_index.sql", Unsafe);
            await SaysAsync("warning SB1001");
        }
        finally
        {
            // Ends the whole tree that was started, and nothing else.
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Task);
        }

        void Add(string line)
        {
            lock (output) output.AppendLine(line);
        }

        async System.Threading.Tasks.Task SaysAsync(string text)
        {
            var until = DateTime.UtcNow.AddMinutes(5);
            while (true)
            {
                lock (output)
                {
                    if (output.ToString().Contains(text, StringComparison.Ordinal)) return;
                    Assert.True(DateTime.UtcNow < until && !running.Task.IsCompleted, string.Create(CultureInfo.InvariantCulture, $"'{text}' did not come:\n{output}"));
                }

                await System.Threading.Tasks.Task.Delay(200, stop.Token);
            }
        }
    }

    private static void WriteShop(TestProject project)
    {
        project.Write(".editorconfig", AsWarning);
        project.Write("migrations/001_users.sql", Users);
        project.Write("migrations/002_index.sql", Unsafe);
    }
}
