using Microsoft.Build.Framework;

namespace SchemaBuild.MSBuild;

/// <summary>An <c>.editorconfig</c> or <c>.globalconfig</c>.</summary>
internal sealed record ConfigFile(string FullPath, string Text)
{
    /// <summary>A file that has vanished since the project was read says nothing, as for the compiler.</summary>
    public static IEnumerable<ConfigFile> ReadAll(ITaskItem[] items, string projectDirectory) =>
        items.Select(item => Path.GetFullPath(item.ItemSpec, projectDirectory))
            .Distinct()
            .Where(File.Exists)
            .Select(path => new ConfigFile(path.Replace('\\', '/'), File.ReadAllText(path)));
}
