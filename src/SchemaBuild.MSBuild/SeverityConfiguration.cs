using Microsoft.CodeAnalysis;
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
    private readonly AnalyzerConfigSet? _files;
    private readonly Dictionary<string, AnalyzerConfigOptionsResult> _options = [];

    public SeverityConfiguration(WarningSettings settings, IEnumerable<MigrationItem> items, IEnumerable<ConfigFile> files, string projectDirectory)
    {
        _noWarn = WarningSettings.Codes(settings.NoWarn);
        _asErrors = WarningSettings.Codes(settings.WarningsAsErrors);
        _notAsErrors = WarningSettings.Codes(settings.WarningsNotAsErrors);
        _projectDirectory = projectDirectory;
        _items = items.ToDictionary(item => item.Path);
        var configs = files.Select(file => AnalyzerConfig.Parse(file.Text, file.FullPath)).ToList();
        if (configs.Count > 0) _files = AnalyzerConfigSet.Create(configs);
    }

    /// <summary>Null where nothing is configured.</summary>
    public Severity? Of(string code, string path)
    {
        var item = _items.GetValueOrDefault(path);
        if (_noWarn.Contains(code) || WarningSettings.Codes(item?.NoWarn).Contains(code)) return Severity.None;
        if (_asErrors.Contains(code)) return Severity.Error;
        var configured = OfFiles(code, Path.GetFullPath(path, _projectDirectory));
        return configured == Severity.Error && _notAsErrors.Contains(code) ? Severity.Warning : configured;
    }

    private Severity? OfFiles(string code, string path)
    {
        if (_files is null) return null;
        if (!_options.TryGetValue(path, out var options))
            _options.Add(path, options = _files.GetOptionsForSourcePath(path.Replace('\\', '/')));
        if (!options.TreeOptions.TryGetValue(code, out var report) && !_files.GlobalConfigOptions.TreeOptions.TryGetValue(code, out report))
            return null;

        return report switch
        {
            ReportDiagnostic.Error => Severity.Error,
            ReportDiagnostic.Warn => Severity.Warning,
            ReportDiagnostic.Info => Severity.Suggestion,
            ReportDiagnostic.Hidden => Severity.Silent,
            ReportDiagnostic.Suppress => Severity.None,
            _ => null,
        };
    }
}
