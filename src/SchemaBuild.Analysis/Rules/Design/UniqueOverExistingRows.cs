using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>Whether a unique index can be built depends on the rows that are there.</summary>
internal sealed class UniqueOverExistingRows : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5020", "unique-over-existing-rows", Severity.Suggestion, "Rows that are there decide whether a unique index can be built");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            var empty = new HashSet<int>();
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null))
            {
                Judge(statement, transaction[0].Before.Catalog, empty, findings);
                // A required column without default is added to a table without rows or not at all, which is a finding of its own.
                empty.UnionWith(statement.Effects.Scans.Concat(statement.Effects.Rewrites).Where(work => work.Cause.FailsOnAnyRow).Select(work => work.Relation.Id));
                empty.ExceptWith(statement.Effects.RowChanges.Select(change => change.Relation.Id));
            }
        }
    }

    private static void Judge(AnalyzedStatement statement, CatalogState start, HashSet<int> empty, FindingSink findings)
    {
        foreach (var (table, index) in statement.CatalogChanges.AddedIndexes)
        {
            if (!index.IsUnique || index.Parent is not null || statement.IsNew(table) || index.HasExpressions) continue;
            var columns = index.KeyColumns.Select(table.FindColumn).OfType<Column>().ToList();
            if (columns.Count < index.KeyColumns.Length || IsProved(table, index, statement, start) || empty.Contains(table.Id) || columns.Any(column => HasOnlyNulls(column, index, statement))) continue;
            var isDistinct = index.Definition?.NullsNotDistinct != true;
            var filled = isDistinct && columns.Where(column => !column.NotNull).Select(column => Identifier.Quote(column.Name) + " IS NOT NULL").ToList() is { Count: > 0 } optional ? $" WHERE {string.Join(" AND ", optional)}" : "";
            var names = string.Join(", ", columns.Select(column => Identifier.Quote(column.Name)));
            findings.Add(
                statement,
                table,
                $"{index.Name.Name} cannot be built while two rows of {table.Name} have the same ({names}): the migration fails then, and CONCURRENTLY leaves an invalid index behind. "
                + $"Look before: SELECT {names}, count(*) FROM {table.Name.ToSql()}{filled} GROUP BY {names} HAVING count(*) > 1.");
        }
    }

    /// <summary>Another unique index over some of the columns proves it for all of them, also one that this transaction has replaced: nobody could write since it went.</summary>
    private static bool IsProved(Relation table, Index index, AnalyzedStatement statement, CatalogState start) => Unique(table, statement.Before.Catalog).Concat(Unique(start.Find(table.Id) as Relation, start)).Any(other =>
        other is { IsUnique: true, IsValid: true, IsPartial: false, HasExpressions: false } && other.KeyColumns.All(index.KeyColumns.Contains)
        && (index.Definition?.NullsNotDistinct != true || other.Definition?.NullsNotDistinct == true || table.Constraints.Any(key => key.Index == other.Id && key.Kind == ConstraintKind.PrimaryKey)));

    private static IEnumerable<Index> Unique(Relation? table, CatalogState catalog) => table is null ? [] : table.Indexes.Select(catalog.Find).OfType<Index>();

    /// <summary>A column of the same file without default is NULL in each row, and NULLs are distinct.</summary>
    private static bool HasOnlyNulls(Column column, Index index, AnalyzedStatement statement) =>
        index.Definition?.NullsNotDistinct != true && column is { Default: null, NotNull: false, Generated: GeneratedKind.None } && statement.IsOfFile(column.CreatedBy);
}
