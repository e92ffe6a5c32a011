using SchemaBuild.Analysis;

namespace SchemaBuild.MSBuild;

/// <summary>The first message on a repository with a history: nobody should mend hundreds of files that production has long since run.</summary>
internal static class Adoption
{
    private const int LongHistory = 20;
    private const int ManyFiles = 10;

    /// <summary>Null for a history that is short or mostly clean.</summary>
    public static ProjectFinding? Advice(string project, IReadOnlyList<MigrationItem> items, IReadOnlyList<ReportedFinding> findings)
    {
        var migrations = items.Where(item => item.Name is { IsRollback: false }).OrderBy(item => item.Name!.Number).ToList();
        if (migrations.Count < LongHistory) return null;
        var files = findings.Where(finding => finding.Severity > Severity.Suggestion).Select(finding => finding.File).ToHashSet();
        var affected = migrations.Count(item => files.Contains(item.Path));
        if (affected < ManyFiles) return null;

        var newest = migrations[^1].Name!.Version;
        return new(
            BuildRules.MissingBaseline,
            project,
            $"{affected} of {migrations.Count} migrations have findings, and nothing says which of them production already has. Add <SchemaBuildBaseline>{newest}</SchemaBuildBaseline> to a PropertyGroup of {project} "
            + $"({newest} is the newest version; name the last one that production has). Files up to it are then frozen: checksummed, part of the history, never linted. Every newer file is linted in full.");
    }
}
