using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Every finding, silenced ones too, for programs.</summary>
internal static class JsonFormat
{
    public static void Write(LintReport report, TextWriter writer) => ToolJson.Write(
        new LintJson([.. report.Result.Findings.Select(Finding)], report.Files.Count, report.Result.StatementCount), writer);

    private static FindingJson Finding(Finding finding) => new(
        finding.Rule.Code, finding.Rule.Name, finding.Severity.Word(), finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn,
        finding.Message, finding.Help, finding.Rule.HelpUrl, finding.Relations, finding.Lock, finding.IsSuppressed, Fix: null);
}
