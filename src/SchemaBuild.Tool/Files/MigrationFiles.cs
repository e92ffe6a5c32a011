using SchemaBuild.Analysis;
using SchemaBuild.Analysis.Sources;

namespace SchemaBuild.Tool.Files;

/// <summary>Reads the files that paths of a command line stand for.</summary>
internal static class MigrationFiles
{
    public const string DefaultFolder = "migrations";

    /// <summary>How findings name standard input.</summary>
    public const string StandardInput = "<stdin>";

    private const string RollbackFolder = "rollback";

    private static readonly EnumerationOptions Everywhere = new() { RecurseSubdirectories = true, MaxRecursionDepth = 32, IgnoreInaccessible = false };

    /// <summary>Each file once, however often it is named. No path stands for the folder <c>migrations</c>.</summary>
    /// <exception cref="ToolException">A path does not exist or cannot be read.</exception>
    public static IReadOnlyList<MigrationInput> Read(IReadOnlyList<string> paths, Terminal terminal)
    {
        var inputs = new List<MigrationInput>();
        var seen = new HashSet<string>();
        foreach (var path in paths.Count == 0 ? [DefaultFolder] : paths)
        {
            var fullPath = path == "-" ? path : Path.GetFullPath(path, terminal.WorkingDirectory);
            if (path == "-")
                AddOnce(fullPath, () => new MigrationInput(StandardInput, "0_stdin.sql", ReadToEnd(terminal.Input)));
            else if (Directory.Exists(fullPath))
                foreach (var (file, below) in FilesIn(fullPath, path))
                    AddOnce(file, () => new MigrationInput(Join(path, below), below, ReadFile(file, Join(path, below))));
            else if (File.Exists(fullPath))
                AddOnce(fullPath, () => new MigrationInput(Shown(path), BelowMigrations(fullPath), ReadFile(fullPath, path)));
            else
                throw new ToolException(Missing(path, isDefault: paths.Count == 0));
        }

        if (inputs.Count == 0)
            terminal.Error.WriteLine($"schema-lint: There is no .sql file in {string.Join(", ", paths.DefaultIfEmpty(DefaultFolder))}.");
        return inputs;

        void AddOnce(string fullPath, Func<MigrationInput> read)
        {
            if (seen.Add(fullPath))
                inputs.Add(read());
        }
    }

    /// <summary>Those of the paths that are folders, with the path of their lock.</summary>
    /// <exception cref="ToolException">A lock cannot be read.</exception>
    public static IEnumerable<(string Folder, MigrationInput Lock)> ReadLocks(IReadOnlyList<string> paths, Terminal terminal)
    {
        foreach (var path in paths.DefaultIfEmpty(DefaultFolder))
        {
            var file = Path.GetFullPath(Path.Combine(path, BaselineLock.FileName), terminal.WorkingDirectory);
            if (path != "-" && File.Exists(file)) yield return (path, new MigrationInput(Join(path, BaselineLock.FileName), BaselineLock.FileName, ReadFile(file, Join(path, BaselineLock.FileName))));
        }
    }

    /// <summary>The sizes of tables beside the migrations: in a folder that is named, or beside a file that is. Null if there are none; the first, if there are several.</summary>
    /// <exception cref="ToolException">The file cannot be read.</exception>
    public static MigrationInput? ReadStats(IReadOnlyList<string> paths, Terminal terminal)
    {
        foreach (var path in paths.DefaultIfEmpty(DefaultFolder).Where(path => path != "-"))
        {
            var folder = Directory.Exists(Path.GetFullPath(path, terminal.WorkingDirectory)) ? path : Path.GetDirectoryName(path) is { Length: > 0 } above ? above : ".";
            var file = Path.GetFullPath(Path.Combine(folder, SchemaStats.FileName), terminal.WorkingDirectory);
            if (File.Exists(file)) return new MigrationInput(Join(folder, SchemaStats.FileName), SchemaStats.FileName, ReadFile(file, Join(folder, SchemaStats.FileName)));
        }

        return null;
    }

    /// <summary>How findings name a file of a folder.</summary>
    public static string Join(string folder, string below) =>
        Shown(folder).TrimEnd('/') is var prefix && prefix is "." ? below : $"{prefix}/{below}";

    /// <summary>A file that is no migration.</summary>
    /// <exception cref="ToolException">It cannot be read.</exception>
    public static MigrationInput ReadOne(string path, Terminal terminal) =>
        new(Shown(path), Path.GetFileName(path), ReadFile(Path.GetFullPath(path, terminal.WorkingDirectory), path));

    /// <summary>The absolute path; standard input counts as a file of the working directory.</summary>
    public static string FullPath(MigrationInput input, Terminal terminal) =>
        Path.GetFullPath(input.Path == StandardInput ? input.RelativePath : input.Path, terminal.WorkingDirectory);

    /// <summary>Files in the folders of the inputs that are no inputs, below those folders.</summary>
    /// <exception cref="ToolException">A folder cannot be read.</exception>
    public static IReadOnlyList<string> Others(IReadOnlyList<MigrationInput> inputs, Terminal terminal)
    {
        var known = inputs.Select(input => FullPath(input, terminal)).ToHashSet();
        return
        [
            .. known.Select(file => Path.GetDirectoryName(file)!).Distinct().Where(Directory.Exists)
                .SelectMany(folder => FilesIn(folder, folder)).DistinctBy(found => found.File).Where(found => !known.Contains(found.File)).Select(found => found.Below),
        ];
    }

    private static IEnumerable<(string File, string Below)> FilesIn(string folder, string path)
    {
        try
        {
            return
            [
                .. Directory.EnumerateFiles(folder, "*.sql", Everywhere).Select(file => (file, Slashes(Path.GetRelativePath(folder, file))))
                    .OrderBy(found => found.Item2, StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, exception);
        }
    }

    private static byte[] ReadFile(string file, string shown)
    {
        try
        {
            return File.ReadAllBytes(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(shown, exception);
        }
    }

    private static byte[] ReadToEnd(Stream stream)
    {
        using var content = new MemoryStream();
        try
        {
            stream.CopyTo(content);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Unreadable("Standard input", exception);
        }

        return content.ToArray();
    }

    private static ToolException Unreadable(string what, Exception exception) => new($"{what} cannot be read: {Failures.Reason(exception)}.");

    private static string Missing(string path, bool isDefault) => isDefault
        ? $"There is no folder {DefaultFolder} here. Name the folder or the files: schema-lint lint PATH."
        : $"There is no file or folder {path}.";

    /// <summary>A rollback file that is named alone is still one.</summary>
    private static string BelowMigrations(string fullPath)
    {
        var name = Path.GetFileName(fullPath);
        var folder = Path.GetFileName(Path.GetDirectoryName(fullPath));
        return string.Equals(folder, RollbackFolder, StringComparison.OrdinalIgnoreCase) ? $"{RollbackFolder}/{name}" : name;
    }

    /// <summary>A path as messages and findings name it.</summary>
    public static string Shown(string path) => Slashes(path) is ['.', '/', _, ..] slashed ? slashed[2..] : Slashes(path);

    private static string Slashes(string path) => Path.DirectorySeparatorChar == '/' ? path : path.Replace(Path.DirectorySeparatorChar, '/');
}
