using System.Collections.Immutable;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A migration takes away all that an earlier one has brought, and nothing else.</summary>
internal sealed class UndoneMigration : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5074", "undone-migration", Severity.Suggestion, "A migration undoes another one");

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        var brought = new Dictionary<string, int>();
        var files = history.Changes.GroupBy(change => change.File).ToDictionary(file => file.Key, file => file.ToList());
        foreach (var (file, changes) in files.OrderBy(pair => pair.Key))
        {
            var goes = changes.Where(change => !change.IsAdded).ToList();
            if (goes.Count > 0 && goes.Count == changes.Count && !history.FilesThatDoMore.Contains(file) && brought.TryGetValue(Main(goes)[0].Key, out var earlier) && earlier < file
                && !history.FilesThatDoMore.Contains(earlier) && files[earlier].TrueForAll(change => change.IsAdded) && Keys(files[earlier]).SetEquals(Keys(goes))
                && !IsBuiltOn(goes, files.Where(between => between.Key > earlier && between.Key < file)))
            {
                findings.Add(
                    goes[0].Place,
                    $"This undoes all that {history.Linted[earlier].RelativePath} did. If neither has reached a database that counts, delete both; else keep both, and next time undo the latest migration by its rollback file.",
                    relations: [goes[0].TableName.ToString()]);
            }

            foreach (var change in changes.Where(change => change.IsAdded)) brought[change.Key] = file;
        }
    }

    private static HashSet<string> Keys(List<HistoryChange> changes) => [.. Main(changes).Select(change => change.Key)];

    /// <summary>What others have built on in the meantime was in use, and goes for another reason than that it should not have come.</summary>
    private static bool IsBuiltOn(List<HistoryChange> goes, IEnumerable<KeyValuePair<int, List<HistoryChange>>> between)
    {
        var tables = goes.Select(change => change.Table).ToHashSet();
        return between.Any(file => file.Value.Exists(change => tables.Contains(change.Table)));
    }

    /// <summary>Without what comes and goes with its table, or with its column.</summary>
    private static List<HistoryChange> Main(List<HistoryChange> changes)
    {
        var tables = changes.Where(change => change.IsTable).Select(change => change.Table).ToHashSet();
        var columns = changes.Where(change => change.Column is not null).Select(change => (change.Table, change.Column!.Number)).ToHashSet();
        return [.. changes.Where(change => change.IsTable || (!tables.Contains(change.Table) && !(change.Column is null && ColumnsOf(change).Any(column => columns.Contains((change.Table, column))))))];
    }

    private static ImmutableArray<int> ColumnsOf(HistoryChange change) => change.Constraint is { } constraint ? constraint.Columns : change.Index is { } index ? index.KeyColumns : [];
}
