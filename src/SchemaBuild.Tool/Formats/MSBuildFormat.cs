using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>
/// One line a finding, as MSBuild and Visual Studio read them: <c>file(line,column,endLine,endColumn): error SB1001: message</c>.
/// They know only errors and warnings.
/// </summary>
internal static class MSBuildFormat
{
    public static void Write(LintReport report, TextWriter writer)
    {
        foreach (var finding in report.Visible.Where(finding => finding.Severity >= Severity.Warning))
            writer.WriteLine(Printable.Line(
                $"{finding.File}({finding.Line},{finding.Column},{finding.EndLine},{finding.EndColumn}): {finding.Severity.Word()} {finding.Rule.Code}: {finding.Message}"));
    }
}
