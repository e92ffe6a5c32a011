using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>One line a finding, as gcc writes them: <c>file:line:column: error SB1001: message</c>.</summary>
internal static class ConciseFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        foreach (var finding in report.Visible)
            writer.WriteLine(Line(finding));
    }

    public static string Line(Finding finding) =>
        Printable.Line($"{finding.File}:{finding.Line}:{finding.Column}: {finding.Severity.Word()} {finding.Rule.Code}: {finding.Message}");
}
