using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Annotations of a pull request, as GitHub Actions reads them from a log.</summary>
/// <remarks>https://docs.github.com/actions/reference/workflow-commands-for-github-actions.</remarks>
internal static class GitHubFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        foreach (var finding in report.Visible)
        {
            var level = finding.Severity == Severity.Suggestion ? "notice" : finding.Severity.Word();
            // GitHub drops an annotation whose columns span lines.
            var columns = finding.Line == finding.EndLine ? $",col={finding.Column},endColumn={finding.EndColumn}" : "";
            var text = finding.Help is null ? finding.Message : $"{finding.Message}\n\n{finding.Help}";
            writer.WriteLine($"::{level} file={Property(finding.File)},line={finding.Line},endLine={finding.EndLine}{columns},"
                + $"title={Property($"{finding.Rule.Code} {finding.Rule.Name}")}::{Data(text)}");
        }
    }

    private static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
