using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>What a format has to write.</summary>
/// <param name="Files">The migrations that were read.</param>
/// <param name="SchemaFile">The dump of the schema before them, if there is one.</param>
/// <param name="Result">What the analysis says about them.</param>
internal sealed record LintReport(IReadOnlyList<MigrationInput> Files, MigrationInput? SchemaFile, AnalysisResult Result)
{
    /// <summary>Whether the reader sees colours.</summary>
    public bool HasColor { get; init; }

    /// <summary>Files that are no migrations and have findings all the same.</summary>
    public IReadOnlyList<MigrationInput> Locks { get; init; } = [];

    /// <summary>What <c>--fix</c> would change for each finding, for formats that tell it.</summary>
    public OwnFixes? Fixes { get; init; }

    /// <summary>Findings that a person should see: neither silenced nor silent.</summary>
    public IEnumerable<Finding> Visible => Result.Findings.Where(finding => finding is { IsSuppressed: false, Severity: >= Severity.Suggestion });

    /// <summary>The file that a finding is in.</summary>
    public MigrationInput FileOf(Finding finding) =>
        finding.File == SchemaFile?.Path ? SchemaFile : Files.Concat(Locks).First(file => file.Path == finding.File);

    /// <summary>One line: how many findings in how many files.</summary>
    public string Summary()
    {
        var counts = Visible.CountBy(finding => finding.Severity).ToDictionary();
        var parts = new[] { (Severity.Error, "error"), (Severity.Warning, "warning"), (Severity.Suggestion, "suggestion") }
            .Where(part => counts.ContainsKey(part.Item1))
            .Select(part => Plural(counts[part.Item1], part.Item2));
        var findings = string.Join(", ", parts) is { Length: > 0 } some ? some : "No findings";
        var silenced = Result.Findings.Count(finding => finding.IsSuppressed);
        return $"{findings} in {Plural(Files.Count, "file")}, {Plural(Result.StatementCount, "statement")}{(silenced == 0 ? "" : $" ({silenced} silenced)")}.";
    }

    public static string Plural(int count, string noun, string ending = "s") => count == 1 ? $"1 {noun}" : $"{count} {noun}{ending}";
}
