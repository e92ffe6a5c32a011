using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;
using SchemaBuild.Testing;

namespace SchemaBuild.MSBuild.Tests.Tasks;

/// <summary>A folder with migrations, and the two tasks run over it as the targets run them.</summary>
internal sealed class TaskRun : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string> _noWarnOfItems = [];

    public string GeneratedFile => _folder.Combine("obj", "Migrations.g.cs");

    public string FindingsCacheFile => _folder.Combine("obj", "findings.cache");

    public void Write(string path, string text) => _folder.Write(path, text);

    public void Delete(string path) => File.Delete(_folder.Combine(path));

    public bool Has(string path) => File.Exists(_folder.Combine(path));

    public string Read(string path) => File.ReadAllText(_folder.Combine(path));

    public void SetNoWarn(string path, string codes) => _noWarnOfItems[path] = codes;

    public (bool Succeeded, RecordingBuildEngine Log) Lint(Action<LintMigrations>? configure = null) => Execute(
        new LintMigrations
        {
            Sources = [.. Files("src", "*.cs").Select(path => new TaskItem(path))],
            SourceConfigFiles = [.. Files("src", ".editorconfig").Select(path => new TaskItem(path))],
            ApplicationCache = "obj/application.cache",
            DefineConstants = "DEBUG;TRACE",
        },
        configure);

    public (bool Succeeded, RecordingBuildEngine Log) Generate(Action<GenerateMigrations>? configure = null) => Execute(
        new GenerateMigrations
        {
            GeneratedFile = "obj/Migrations.g.cs",
            GeneratedCache = "obj/generated.cache",
            Language = "C#",
            RootNamespace = "Shop",
            ClassName = "Migrations",
            ClassVisibility = "public",
        },
        configure);

    /// <summary>Generates, and returns the class.</summary>
    public string Source(Action<GenerateMigrations>? configure = null)
    {
        var (succeeded, log) = Generate(configure);
        Assert.True(succeeded, string.Join('\n', log.Errors.Select(error => error.Message)));
        return File.ReadAllText(GeneratedFile);
    }

    public void Dispose() => _folder.Dispose();

    private (bool Succeeded, RecordingBuildEngine Log) Execute<T>(T task, Action<T>? configure)
        where T : MigrationTask
    {
        var engine = new RecordingBuildEngine();
        task.BuildEngine = engine;
        task.ProjectFile = _folder.Combine("Shop.csproj");
        task.PostgresVersion = "14";
        task.AnalysisMode = "default";
        task.FindingsCache = "obj/findings.cache";
        task.StatsFile = "migrations/schema-stats.json";
        task.Migrations = [.. Files("migrations", "*.sql").Select(Item)];
        task.ConfigFiles = [.. Files("", ".editorconfig").Concat(Files("", ".globalconfig")).Select(path => new TaskItem(path))];
        configure?.Invoke(task);
        return (task.Execute(), engine);
    }

    private IEnumerable<string> Files(string folder, string pattern) => Directory.Exists(_folder.Combine(folder))
        ? Directory.EnumerateFiles(_folder.Combine(folder), pattern, SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.Path, path).Replace('\\', '/'))
        : [];

    private ITaskItem Item(string path) => new TaskItem(path, new Dictionary<string, string>
    {
        ["MigrationPath"] = path["migrations/".Length..],
        ["NoWarn"] = _noWarnOfItems.GetValueOrDefault(path, ""),
    });
}
