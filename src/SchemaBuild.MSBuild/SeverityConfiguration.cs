using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>
/// The severity that a project configures, as the C# compiler understands the same settings: <c>NoWarn</c> and <c>WarningsAsErrors</c> are
/// stronger than any file, <c>.editorconfig</c> is stronger than <c>.globalconfig</c>.
/// </summary>
internal sealed class SeverityConfiguration
{
    private readonly HashSet<string> _noWarn;
    private readonly HashSet<string> _asErrors;
    private readonly HashSet<string> _notAsErrors;
    private readonly Dictionary<string, MigrationItem> _items;
    private readonly string _projectDirectory;
    private readonly SeverityFiles? _files;

    public SeverityConfiguration(WarningSettings settings, IEnumerable<MigrationItem> items, IEnumerable<ConfigFile> files, string projectDirectory)
    {
        _noWarn = WarningSettings.Codes(settings.NoWarn);
        _asErrors = WarningSettings.Codes(settings.WarningsAsErrors);
        _notAsErrors = WarningSettings.Codes(settings.WarningsNotAsErrors);
        _projectDirectory = projectDirectory;
        _items = items.ToDictionary(item => item.Path);
        var configs = files.Select(file => (file.FullPath, file.Text)).ToList();
        if (configs.Count > 0) _files = SeverityFiles.Read(configs);
    }

    /// <summary>What the configuration files say that means nothing, one sentence each.</summary>
    /// <param name="paths">The files that they are about.</param>
    public IEnumerable<string> Faults(IEnumerable<string> paths)
    {
        if (_files is null) return [];
        var folders = paths.Select(path => Path.GetFullPath(path, _projectDirectory)).ToList();
        return _files.Faults.Concat(folders.SelectMany(path => _files.FaultsFor(path).Concat(_files.UnknownCodesFor(path)))).Distinct();
    }

    /// <summary>Null where nothing is configured.</summary>
    public Severity? Of(string code, string path)
    {
        var item = _items.GetValueOrDefault(path);
        if (_noWarn.Contains(code) || WarningSettings.Codes(item?.NoWarn).Contains(code)) return Severity.None;
        if (_asErrors.Contains(code)) return Severity.Error;
        var configured = _files?.Of(code, Path.GetFullPath(path, _projectDirectory));
        return configured == Severity.Error && _notAsErrors.Contains(code) ? Severity.Warning : configured;
    }
}
