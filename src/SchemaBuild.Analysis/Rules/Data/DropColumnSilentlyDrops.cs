using System.Collections.Immutable;
using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>With a column go constraints and indexes that are about other columns, too, and nothing says so.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-altertable.html, DROP COLUMN: "Indexes and table constraints involving the column will be automatically dropped as well".</remarks>
internal sealed class DropColumnSilentlyDrops : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB2004", "drop-column-silently-drops", Severity.Error, "With a column go constraints and indexes that other columns are part of");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements.Where(statement => statement.Effects.Refusal is null))
        {
            var changes = statement.CatalogChanges;
            foreach (var columns in changes.DroppedColumns.GroupBy(pair => pair.Table.Id))
            {
                var table = columns.First().Table;
                if (table.IsPartition || statement.IsOfFile(table) || end.Find(table.Id) is not Relation left) continue;
                var gone = columns.Select(pair => pair.Column.Number).ToHashSet();
                bool IsShared(IEnumerable<int> all) => all.Any(gone.Contains) && all.Any(number => number > 0 && !gone.Contains(number));

                var lost = changes.DroppedConstraints
                    .Where(pair => pair.Table.Id == table.Id && !statement.IsOfFile(pair.Constraint.CreatedBy) && IsShared(pair.Constraint.Columns) && !IsReplaced(pair.Constraint, gone, left, statement))
                    .Select(pair => (What: $"{Kind(pair.Constraint.Kind)} {pair.Constraint.Name} on ({Names(table, pair.Constraint.Columns)})", Columns: pair.Constraint.Columns.AsEnumerable()))
                    .Concat(changes.DroppedIndexes
                        .Where(pair => pair.Table.Id == table.Id && pair.Index is { BacksConstraint: false, Parent: null } && !statement.IsOfFile(pair.Index.CreatedBy) && IsShared(pair.Index.UsedColumns) && pair.Index.KeyColumns.Any(number => !gone.Contains(number)) && !IsReplaced(pair.Index, gone, left, end, statement))
                        .Select(pair => (What: $"the index {pair.Index.Name.Name} on ({Names(table, pair.Index.KeyColumns)})", Columns: pair.Index.UsedColumns.AsEnumerable())))
                    .ToList();
                if (lost.Count == 0) continue;
                var parts = lost.SelectMany(part => part.Columns).ToHashSet();
                var dropped = Prose.List(columns.Where(pair => parts.Contains(pair.Column.Number)).Select(pair => pair.Column.Name));
                findings.Add(
                    statement,
                    table,
                    $"With {dropped} of {table.Name} PostgreSQL drops {Prose.List(lost.Select(part => part.What))}, without a word: what {(lost.Count == 1 ? "it" : "each")} does for the other columns ends. "
                    + $"Make what they need without {dropped} before, indexes with CREATE INDEX CONCURRENTLY and constraints as NOT VALID, and drop the old ones by name; if nothing needs them, allow this finding with a reason.",
                    new Remedy($"Make what the other columns need without {dropped} first, and drop the old ones by name."));
            }
        }
    }

    /// <summary>Anything of the same kind about the columns that are left, be it together with new ones that take the place of what goes.</summary>
    private static bool IsReplaced(Constraint constraint, HashSet<int> gone, Relation table, AnalyzedStatement statement)
    {
        var left = constraint.Columns.Where(number => !gone.Contains(number)).ToHashSet();
        return table.Constraints.Any(other => other.Kind == constraint.Kind && other.Referenced == constraint.Referenced && left.SetEquals(other.Columns.Where(number => !IsFresh(number, table, statement))));
    }

    private static bool IsReplaced(Catalog.Index index, HashSet<int> gone, Relation table, CatalogState catalog, AnalyzedStatement statement)
    {
        var left = index.KeyColumns.Where(number => !gone.Contains(number)).ToList();
        return table.Indexes.Select(catalog.Find).OfType<Catalog.Index>().Any(other =>
            other.IsValid && other.AccessMethod == index.AccessMethod && (!index.IsUnique || other.IsUnique)
            && (index.IsUnique ? other.KeyColumns.Where(number => !IsFresh(number, table, statement)).ToHashSet().SetEquals(left) : other.KeyColumns.Where(number => !IsFresh(number, table, statement)).Take(left.Count).SequenceEqual(left)) && left.Count > 0);
    }

    private static bool IsFresh(int number, Relation table, AnalyzedStatement statement) => table.FindColumn(number) is { } column && statement.IsOfFile(column.CreatedBy);

    private static string Names(Relation table, ImmutableArray<int> columns) =>
        string.Join(", ", columns.Take(Listed).Select(number => table.FindColumn(number)?.Name ?? "…")) + (columns.Length > Listed ? $" and {columns.Length - Listed} more" : "");

    private const int Listed = 5;

    private static string Kind(ConstraintKind kind) => kind switch
    {
        ConstraintKind.PrimaryKey => "the primary key",
        ConstraintKind.Unique => "the unique constraint",
        ConstraintKind.ForeignKey => "the foreign key",
        ConstraintKind.Exclusion => "the exclusion constraint",
        _ => "the CHECK",
    };
}
