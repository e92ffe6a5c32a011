using SchemaBuild.Analysis;
using SchemaBuild.Tool.Formats;

namespace SchemaBuild.Tool.Commands;

/// <summary>
/// Files that nothing can be done with: unreadable text, syntax errors, versions that are missing or taken twice (SB0xxx). What hurts
/// but works is for <c>lint</c> to say.
/// </summary>
internal static class BrokenFiles
{
    /// <summary>Lists what is wrong with them on standard error. False if there are none.</summary>
    public static bool Tell(AnalysisResult result, Terminal terminal)
    {
        var any = false;
        foreach (var finding in result.Findings.Where(IsBroken))
        {
            terminal.WriteAfterwards(ConciseFormat.Line(finding));
            any = true;
        }

        return any;
    }

    private static bool IsBroken(Finding finding) =>
        finding is { Severity: Severity.Error, IsSuppressed: false } && finding.Rule.Code.StartsWith("SB0", StringComparison.Ordinal);
}
