using Microsoft.CodeAnalysis;

namespace SchemaBuild.Analysis;

/// <summary>
/// What <c>.editorconfig</c> and <c>.globalconfig</c> files say about severities, read by the compiler's own library and with its order of strength: a key for one
/// code, then one for a category, then one for all; and <c>.editorconfig</c> before <c>.globalconfig</c>.
/// </summary>
/// <remarks>https://learn.microsoft.com/dotnet/fundamentals/code-analysis/configuration-options.</remarks>
public sealed class SeverityFiles
{
    private const string Prefix = "dotnet_analyzer_diagnostic.";
    private const string Suffix = "severity";

    private readonly AnalyzerConfigSet _files;
    private readonly Dictionary<string, AnalyzerConfigOptionsResult> _options = [];

    private SeverityFiles(AnalyzerConfigSet files, IReadOnlyList<string> faults)
    {
        (_files, Faults) = (files, faults);
    }

    /// <summary>What is wrong in them, one sentence each: severities that there are not, keys that two global files contradict each other in.</summary>
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Reads the files, in any order.</summary>
    /// <param name="files">The absolute path of each, and its text.</param>
    public static SeverityFiles Read(IEnumerable<(string FullPath, string Text)> files)
    {
        var configs = files.Select(file => AnalyzerConfig.Parse(file.Text, Slashes(file.FullPath))).ToList();
        var set = AnalyzerConfigSet.Create(configs, out var diagnostics);
        return new SeverityFiles(set, [.. diagnostics.Concat(set.GlobalConfigOptions.Diagnostics).Select(Text)]);
    }

    /// <summary>The severity of a rule in a file; null where nothing is configured.</summary>
    /// <param name="code">SB and four digits.</param>
    /// <param name="fullPath">The absolute path of the SQL file.</param>
    public Severity? Of(string code, string fullPath)
    {
        if (!_options.TryGetValue(fullPath, out var options)) _options.Add(fullPath, options = _files.GetOptionsForSourcePath(Slashes(fullPath)));
        if (options.TreeOptions.TryGetValue(code, out var report) || _files.GlobalConfigOptions.TreeOptions.TryGetValue(code, out report)) return Severity(report);

        // As the compiler's own errors, those about files are not ruled by the keys for everything.
        var category = RuleDescriptor.CategoryOf(code);
        return Word($"{Prefix}category-{category}.{Suffix}") ?? (category == RuleDescriptor.Files ? null : Word(Prefix + Suffix));

        // The compiler's library hands on keys in lower case.
        Severity? Word(string key) => options.AnalyzerOptions.TryGetValue(key.ToLowerInvariant(), out var word) ? Parse(word) : null;
    }

    /// <summary>What is wrong with the keys that count for a file.</summary>
    /// <param name="fullPath">The absolute path of the SQL file.</param>
    public IEnumerable<string> FaultsFor(string fullPath)
    {
        var options = _files.GetOptionsForSourcePath(Slashes(fullPath));
        foreach (var diagnostic in options.Diagnostics) yield return Text(diagnostic);
        foreach (var (key, word) in options.AnalyzerOptions)
        {
            if (key.StartsWith(Prefix, StringComparison.Ordinal) && key.EndsWith(Suffix, StringComparison.Ordinal) && word != "default" && Parse(word) is null)
                yield return $"'{word}' is no severity for {key}. Write none, silent, suggestion, warning or error.";
        }
    }

    /// <summary>Keys for codes of SchemaBuild that there are not, one sentence each: most often a digit is wrong.</summary>
    /// <param name="fullPath">The absolute path of the SQL file.</param>
    public IEnumerable<string> UnknownCodesFor(string fullPath) =>
        from code in _files.GetOptionsForSourcePath(Slashes(fullPath)).TreeOptions.Keys.Concat(_files.GlobalConfigOptions.TreeOptions.Keys).Distinct(StringComparer.OrdinalIgnoreCase)
        where code.Length == 6 && code.StartsWith("SB", StringComparison.OrdinalIgnoreCase) && code.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0
            && RuleCatalog.Find(code) is null && !BuildRules.All.Any(rule => rule.Code.Equals(code, StringComparison.OrdinalIgnoreCase))
        orderby code
        select $"dotnet_diagnostic.{code.ToUpperInvariant()}.severity is about a rule that this version of SchemaBuild does not have. 'schema-lint rules' lists them.";

    private static Severity? Severity(ReportDiagnostic report) => report switch
    {
        ReportDiagnostic.Error => Analysis.Severity.Error,
        ReportDiagnostic.Warn => Analysis.Severity.Warning,
        ReportDiagnostic.Info => Analysis.Severity.Suggestion,
        ReportDiagnostic.Hidden => Analysis.Severity.Silent,
        ReportDiagnostic.Suppress => Analysis.Severity.None,
        _ => null,
    };

    private static Severity? Parse(string word) => word.ToLowerInvariant() switch
    {
        "error" => Analysis.Severity.Error,
        "warning" => Analysis.Severity.Warning,
        "suggestion" => Analysis.Severity.Suggestion,
        "silent" or "refactoring" => Analysis.Severity.Silent,
        "none" => Analysis.Severity.None,
        _ => null,
    };

    private static string Text(Diagnostic diagnostic) => diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static string Slashes(string path) => path.Replace('\\', '/');
}
