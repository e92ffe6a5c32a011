using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary>Says what <c>--fix</c> has changed, and what it has not and why.</summary>
internal static class FixSummary
{
    public static void Write(FixResult fixes, Terminal terminal, bool isWritten)
    {
        terminal.Output.Flush();
        foreach (var outcome in fixes.Outcomes.Where(outcome => outcome.IsFixed || outcome.Finding.HasFix))
        {
            var finding = outcome.Finding;
            terminal.Error.WriteLine(Printable.Line($"{finding.File}({finding.Line},{finding.Column}): {finding.Rule.Code} {(outcome.IsFixed ? isWritten ? "fixed" : "can be fixed" : "not fixed")}: {outcome.Explanation}"));
        }

        foreach (var change in fixes.Changes)
        {
            var verb = (change.Before is null, isWritten) switch
            {
                (true, true) => "New",
                (true, false) => "Would be new",
                (false, true) => "Changed",
                _ => "Would change",
            };
            terminal.Error.WriteLine(Printable.Line($"{verb}: {change.Path}{(change.SplitFrom is { } origin ? $", split from {origin}" : "")}"));
        }

        var byHand = fixes.Outcomes.Count(outcome => outcome is { IsFixed: false, Finding.HasFix: false });
        var mended = fixes.Outcomes.Count(outcome => outcome.IsFixed);
        terminal.Error.WriteLine(
            $"{LintReport.Plural(mended, "finding")} {(isWritten ? "fixed" : "can be fixed")}, {fixes.Outcomes.Count - mended - byHand} could not be, {byHand} for which there is no automatic fix.");
    }
}
