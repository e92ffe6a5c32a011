using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>The old index goes before the new one is there.</summary>
internal sealed class ReplaceIndexOrder : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB1005", "replace-index-order", Severity.Error, "An index is dropped before the one that replaces it is built");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        var changes = history.Changes.Where(change => change.Index is not null).ToList();
        for (var i = 0; i < changes.Count; i++)
        {
            if (changes[i] is not { IsAdded: false, Index: { BacksConstraint: false, Parent: null } gone } drop) continue;
            if (changes.Skip(i + 1).FirstOrDefault(change => change.IsAdded && change.Table == drop.Table && Replaces(change.Index!, gone)) is not { } build) continue;
            // One transaction shows both at once, and what comes in a later release is no replacement.
            if (build.Transaction == drop.Transaction || !IsSameChange(drop, build, history) || IsStillServed(gone, drop)) continue;
            if (history.Catalog.Find(drop.Table) is not Relation table) continue;
            findings.Add(
                drop.Place,
                $"{gone.Name.Name} is dropped here, and {build.Index!.Name.Name}, which takes its place, is built only {Where(drop, build)}: until that is done, queries that used it read all of {table.Name}. "
                + (build.Index.Name == gone.Name ? "Build the new index under a name of its own first, drop the old one, and rename it." : $"Build {build.Index.Name.Name} first, then drop {gone.Name.Name}."),
                new Remedy("Build the new index first."),
                [table.Name.ToString()]);
        }
    }

    /// <summary>The first column decides which queries an index serves at all.</summary>
    private static bool Replaces(Index added, Index gone) => added.Id != gone.Id && added.AccessMethod == gone.AccessMethod
        && (gone.HasExpressions || added.HasExpressions
            ? added.Name.Name == gone.Name.Name
            : added.KeyColumns[0] == gone.KeyColumns[0] && gone.KeyColumns.All(added.KeyColumns.Contains));

    private static bool IsStillServed(Index gone, HistoryChange drop) => drop.Kept.Any(other =>
        !other.IsPartial && other.KeyColumns.Length > 0 && other.KeyColumns[0] == gone.KeyColumns[0] && other.KeyColumns[0] != 0 && gone.KeyColumns.All(other.KeyColumns.Contains));

    /// <summary>Concurrent builds may have a file each, so a change of indexes may be several files that do nothing else.</summary>
    private static bool IsSameChange(HistoryChange drop, HistoryChange build, MigrationHistory history) =>
        history.ChangesIndexesOnly.Skip(drop.File + 1).Take(build.File - drop.File - 1).All(isIndexesOnly => isIndexesOnly);

    private static string Where(HistoryChange drop, HistoryChange build) => build.File == drop.File
        ? $"in line {build.Place.File.Source.PositionOf(build.Place.Start).Line}"
        : $"in {Path.GetFileName(build.Place.File.Source.Path)}";
}
