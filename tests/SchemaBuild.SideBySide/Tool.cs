using SchemaBuild.SideBySide.Tools;

namespace SchemaBuild.SideBySide;

/// <summary>A migration runner, used as its documentation advises.</summary>
internal abstract class Tool
{
    public static IReadOnlyList<Tool> All { get; } = [new SchemaBuildTool(), new DbUpTool(), new EvolveTool(), new EfCoreTool(), new FluentMigratorTool(), new DbmateTool()];

    public abstract string Name { get; }

    public abstract string Version { get; }

    /// <summary>False where migrations are classes.</summary>
    public virtual bool CanApplyAny => true;

    /// <summary>Applies what is missing of a set; throws when the tool says that it failed.</summary>
    public abstract Task MigrateAsync(string connectionString, string set);

    protected static string VersionOf(Type type) => type.Assembly.GetName().Version!.ToString(3);

    /// <summary>Writes the files of a set into a folder of this process that is removed with it.</summary>
    protected static async Task<T> WithFilesAsync<T>(string set, Func<Script, (string Name, string Text)> file, Func<string, Task<T>> run)
    {
        var folder = Directory.CreateTempSubdirectory("migrations");
        try
        {
            foreach (var (name, text) in ScriptSets.Get(set).Select(file))
                await File.WriteAllTextAsync(Path.Combine(folder.FullName, name), text);
            return await run(folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
