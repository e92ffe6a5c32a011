using SchemaBuild.Analysis;

namespace SchemaBuild.Tool.Formats;

/// <summary>Every finding, silenced ones too, for programs.</summary>
internal static class JsonFormat
{
    public static void Write(LintReport report, TextWriter writer) => ToolJson.Write(
        new LintJson([.. report.Result.Findings.Select(finding => Finding(finding, report.Fixes))], report.Files.Count, report.Result.StatementCount), writer);

    private static FindingJson Finding(Finding finding, OwnFixes? fixes) => new(
        finding.Rule.Code, finding.Rule.Name, finding.Severity.Word(), finding.File, finding.Line, finding.Column, finding.EndLine, finding.EndColumn,
        finding.Message, finding.Help, finding.Rule.HelpUrl, finding.Relations, finding.Lock, finding.IsSuppressed, Fix(finding, fixes));

    private static FixJson? Fix(Finding finding, OwnFixes? fixes)
    {
        if (fixes?.Find(finding) is not { } fix) return null;
        var edits = fix.Changes.Where(change => change.Before is not null).SelectMany(change => LineDiff.Changes(change.Before!.Value, change.After)
            .Select(edit => new EditJson(change.Path, edit.Start.Line, edit.Start.Column, edit.End.Line, edit.End.Column, edit.Text)));
        var added = fix.Changes.Where(change => change.Before is null).Select(change => new NewFileJson(change.Path, System.Text.Encoding.UTF8.GetString(change.After.Span).TrimStart('\uFEFF')));
        return new FixJson(fix.Description, [.. edits], [.. added]);
    }
}
