using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>ON CONFLICT finds no key any more, and duplicates come in.</summary>
/// <remarks>https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT: 42P10 without a matching unique index.</remarks>
internal sealed class DropUniqueKey : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3007", "drop-unique-key", Severity.Error, "A primary key, unique constraint or unique index goes without a replacement");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        if (file.Statements.Count == 0) return;
        var end = file.Statements[^1].After.Catalog;
        foreach (var statement in file.Statements)
        {
            if (statement.Effects.Refusal is not null) continue;
            foreach (var (table, index) in statement.CatalogChanges.DroppedIndexes)
            {
                if (!index.IsUnique || index.KeyColumns.IsEmpty || index.Parent is not null || statement.IsOfFile(table) || statement.IsOfFile(index.CreatedBy)) continue;
                // What goes with its column is the business of other rules, and so is what takes its place.
                if (end.Find(table.Id) is not Relation after || index.UsedColumns.Any(column => after.FindColumn(column) is null) || HasKey(after, index, end)) continue;
                var columns = string.Join(", ", index.KeyColumns.Select(number => table.FindColumn(number)?.Name ?? "…"));
                // A key of some of the columns keeps the rows unique, but ON CONFLICT asks for exactly these.
                if (KeyOfLess(after, index, end) is { } less)
                {
                    findings.Add(
                        statement,
                        table,
                        $"{index.Name.Name} goes: {less.Name.Name} keeps the rows of {table.Name} unique all the same, but INSERT … ON CONFLICT ({columns}) of the running version fails with 42P10. "
                        + "Let the code name the other key in the release before; then allow this finding with a reason.");
                    continue;
                }

                findings.Add(
                    statement,
                    table,
                    $"{index.Name.Name} goes, and nothing else keeps ({columns}) of {table.Name} unique: INSERT … ON CONFLICT ({columns}) of the running version fails with 42P10, and duplicates come in, which will stand in the way of a new key. "
                    + "Build the index that replaces it first, with CREATE UNIQUE INDEX CONCURRENTLY; if none is needed, allow this finding with a reason.",
                    new Remedy("Build its replacement first."));
            }
        }
    }

    private static Catalog.Index? KeyOfLess(Relation table, Catalog.Index gone, CatalogState catalog) => gone.HasExpressions ? null :
        table.Indexes.Select(catalog.Find).OfType<Catalog.Index>().FirstOrDefault(other => other is { IsUnique: true, IsValid: true, IsPartial: false, HasExpressions: false } && other.KeyColumns.All(gone.KeyColumns.Contains));

    private static bool HasKey(Relation table, Catalog.Index gone, CatalogState catalog) =>
        table.Indexes.Select(catalog.Find).OfType<Catalog.Index>().Any(other =>
            other is { IsUnique: true, IsValid: true } && other.IsPartial == gone.IsPartial && other.KeyColumns.Order().SequenceEqual(gone.KeyColumns.Order()));
}
