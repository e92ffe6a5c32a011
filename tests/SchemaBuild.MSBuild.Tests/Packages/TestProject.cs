using CliWrap;
using Microsoft.Build.Logging.StructuredLogger;
using SchemaBuild.Testing;

namespace SchemaBuild.MSBuild.Tests.Packages;

/// <summary>A console application that references the package, in a folder whose name has a space, an apostrophe and a letter that is not ASCII.</summary>
internal sealed class TestProject : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly PackedFeed _feed;

    private TestProject(PackedFeed feed, string folder) => (_feed, Folder) = (feed, _folder.Combine(folder, "App"));

    public string Folder { get; }

    /// <summary>The project with its packages restored.</summary>
    public static async Task<TestProject> CreateAsync(PackedFeed feed, string properties = "", string items = "", string folder = "l'été d'une app")
    {
        await feed.ReadyAsync();
        var project = new TestProject(feed, folder);
        try
        {
            await project.PrepareAsync(properties, items);
            return project;
        }
        catch
        {
            project.Dispose();
            throw;
        }
    }

    public void Write(string path, string text) => _folder.Write(Path.GetRelativePath(_folder.Path, Path.Combine(Folder, path)), text);

    public void Delete(string path) => File.Delete(Path.Combine(Folder, path));

    public bool Has(string path) => File.Exists(Path.Combine(Folder, path));

    public System.Threading.Tasks.Task RestoreAsync(string project) => Dotnet.RunAsync(
        Folder,
        ["restore", project, $"-p:RestorePackagesPath={_feed.PackagesFolder}", $"-p:RestoreFallbackFolders={UserPackages()}", $"-p:RestoreSources={_feed.Folder}"],
        CommandResultValidation.ZeroExitCode);

    /// <summary>Builds without restoring, and reads the binary log.</summary>
    public async Task<BuildLog> BuildAsync(params string[] arguments)
    {
        var log = _folder.Combine($"{Guid.NewGuid():N}.binlog");
        var result = await Dotnet.RunAsync(Folder, ["build", "--no-restore", $"-bl:{log}", .. arguments]);
        return new BuildLog(BinaryLog.ReadBuild(log), result.StandardOutput);
    }

    /// <summary>Runs what was built and returns what it prints.</summary>
    public async Task<string> RunAsync() =>
        (await Dotnet.RunAsync(Folder, ["bin/Debug/net10.0/App.dll"], CommandResultValidation.ZeroExitCode)).StandardOutput;

    public void Dispose() => _folder.Dispose();

    private async System.Threading.Tasks.Task PrepareAsync(string properties, string items)
    {
        Write("Program.cs", "System.Console.WriteLine(App.Migrations.Set.Count);");
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <GenerateDocumentationFile>true</GenerateDocumentationFile>
                <NuGetAudit>false</NuGetAudit>
                {properties}
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="SchemaBuild" Version="{_feed.Version}" />
                {items}
              </ItemGroup>
            </Project>
            """);
        await RestoreAsync("App.csproj");
    }

    private static string UserPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
