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
    /// <param name="feed">The packages.</param>
    /// <param name="properties">More properties of the project.</param>
    /// <param name="items">More items of the project.</param>
    /// <param name="folder">The folder that the project's folder is in.</param>
    /// <param name="extension">Of the project file, by which MSBuild knows the language.</param>
    /// <param name="prepare">Writes what must be there before packages are restored.</param>
    public static async Task<TestProject> CreateAsync(
        PackedFeed feed, string properties = "", string items = "", string folder = "l'été d'une app", string extension = "csproj", Action<TestProject>? prepare = null)
    {
        await feed.ReadyAsync();
        var project = new TestProject(feed, folder);
        try
        {
            prepare?.Invoke(project);
            await project.PrepareAsync(properties, items, extension);
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

    public string[] RestoreProperties =>
        [$"-p:RestorePackagesPath={_feed.PackagesFolder}", $"-p:RestoreFallbackFolders={UserPackages()}", $"-p:RestoreSources={_feed.Folder}"];

    public System.Threading.Tasks.Task RestoreAsync(string project) => Dotnet.RunAsync(
        Folder,
        ["restore", project, .. RestoreProperties],
        CommandResultValidation.ZeroExitCode);

    /// <summary>Builds without restoring, and reads the binary log.</summary>
    public Task<BuildLog> BuildAsync(params string[] arguments) => RunVerbAsync("build", ["--no-restore", .. arguments]);

    private static readonly Lock Reading = new();

    /// <summary>Runs a command of the SDK that builds, and reads the binary log.</summary>
    public async Task<BuildLog> RunVerbAsync(string verb, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        var log = _folder.Combine($"{Guid.NewGuid():N}.binlog");
        var result = await Dotnet.RunAsync(Folder, [verb, $"-bl:{log}", .. arguments], environment: environment);
        Assert.True(File.Exists(log), result.StandardOutput + result.StandardError);
        // The library fills tables of its own when it first reads, and is not made to do so twice at once.
        lock (Reading) return new BuildLog(BinaryLog.ReadBuild(log), result.StandardOutput);
    }

    /// <summary>Runs what was built and returns what it prints.</summary>
    public async Task<string> RunAsync(string path = "bin/Debug/net10.0/App.dll") =>
        (await Dotnet.RunAsync(Folder, [path], CommandResultValidation.ZeroExitCode)).StandardOutput;

    /// <summary>Every file of the sources with its length and time, to see whether a build touches them.</summary>
    public IEnumerable<string> Sources() =>
        Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Where(file => !file.StartsWith("obj", StringComparison.Ordinal) && !file.StartsWith("bin", StringComparison.Ordinal))
            .Select(file => $"{file} {new FileInfo(Path.Combine(Folder, file)).Length} {File.GetLastWriteTimeUtc(Path.Combine(Folder, file)):O}").Order(StringComparer.Ordinal);

    public void Dispose() => _folder.Dispose();

    private async System.Threading.Tasks.Task PrepareAsync(string properties, string items, string extension)
    {
        if (extension == "csproj") Write("Program.cs", "System.Console.WriteLine(App.Migrations.Set.Count);");
        var version = Has("Directory.Packages.props") ? "" : $"Version=\"{_feed.Version}\"";
        Write($"App.{extension}", $"""
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
                <PackageReference Include="SchemaBuild" {version} />
                {items}
              </ItemGroup>
            </Project>
            """);
        await RestoreAsync($"App.{extension}");
    }

    public static string UserPackages() => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
}
