using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Files;

/// <summary>The <c>.editorconfig</c> and <c>.globalconfig</c> files in the folders of the migrations and above them, as the build finds them.</summary>
internal static class ConfigFiles
{
    private static readonly string[] Names = [".editorconfig", ".globalconfig"];

    /// <summary>What they say about severities; null where there are none, so that then nothing is loaded for them.</summary>
    /// <exception cref="ToolException">A file cannot be read, or says what means nothing.</exception>
    public static Func<string, string, Severity?>? Severities(IReadOnlyList<MigrationInput> inputs, Terminal terminal)
    {
        var paths = inputs.ToDictionary(input => input.Path, input => MigrationFiles.FullPath(input, terminal));
        var configs = Above(paths.Values).ToList();
        if (configs.Count == 0)
            return null;

        var files = SeverityFiles.Read(configs.Select(path => (path, Read(path, terminal))));
        if (files.Faults.Concat(paths.Values.SelectMany(files.FaultsFor)).FirstOrDefault() is { } fault)
            throw new ToolException($"The configuration cannot be understood: {fault}");
        foreach (var unknown in paths.Values.SelectMany(files.UnknownCodesFor).Distinct()) terminal.Error.WriteLine($"schema-lint: {unknown}");
        return (code, path) => paths.TryGetValue(path, out var fullPath) ? files.Of(code, fullPath) : null;
    }

    private static IEnumerable<string> Above(IEnumerable<string> files)
    {
        var seen = new HashSet<string>();
        foreach (var file in files)
        {
            for (var folder = Path.GetDirectoryName(file); folder is not null && seen.Add(folder); folder = Path.GetDirectoryName(folder))
            {
                foreach (var name in Names)
                    if (File.Exists(Path.Combine(folder, name)))
                        yield return Path.Combine(folder, name);
            }
        }
    }

    private static string Read(string path, Terminal terminal)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{Path.GetRelativePath(terminal.WorkingDirectory, path)} cannot be read: {Failures.Reason(exception)}.");
        }
    }
}
