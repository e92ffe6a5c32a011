using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;

namespace SchemaBuild.Analysis.Rules;

/// <summary>A column gets a name that the application version still running does not know.</summary>
internal sealed class RenameColumn : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB3002", "rename-column", Severity.Error, "A column is renamed that running code may still use");

    public override void Judge(ReplayedFile file, FindingSink findings)
    {
        foreach (var transaction in file.Transactions)
        {
            foreach (var statement in transaction.Where(statement => statement.Effects.Refusal is null)) Judge(statement, transaction[0].Before.Catalog, transaction[^1].After.Catalog, findings);
        }
    }

    private static void Judge(AnalyzedStatement statement, CatalogState start, CatalogState end, FindingSink findings)
    {
        foreach (var loss in statement.Effects.Losses)
        {
            if (loss is not { Kind: LossKind.Rename, Column: { } name, Object: Relation { Kind: not RelationKind.CompositeType } table } || statement.IsOfFile(table)) continue;
            var column = table.FindColumn(name);
            if (column is not null && statement.IsOfFile(column.CreatedBy)) continue;
            var renamed = column is null ? null : (statement.After.Catalog.Find(table.Id) as Relation)?.FindColumn(column.Number)?.Name;
            // What takes the name of another was made to replace it, and had no users yet.
            if (renamed is not null && (start.Find(table.Id) as Relation)?.FindColumn(renamed) is { } replaced && replaced.Number != column!.Number) continue;
            var remedy = column is null || renamed is null || table.Kind is not (RelationKind.Table or RelationKind.PartitionedTable)
                ? new Remedy("Add a column of the new name, write both, move the readers, and drop the old column in a later release.")
                : ColumnCopy.UnderNewName(table, column, renamed, findings.Major);
            // Under the old name running code then meets another column, which is no error. One that was there before has had time to get the values: that is how types are changed.
            var other = column is null ? null : (end.Find(table.Id) as Relation)?.FindColumn(name);
            if (other is not null && other.Number != column!.Number)
            {
                if (table.FindColumn(other.Number) is not null) continue;
                findings.Add(
                    statement,
                    table,
                    $"{name} of {table.Name} is renamed{(renamed is null ? "" : $" to {renamed}")}, and another column {name}{(other.Type == column.Type ? "" : $", which is {other.Type.ToSql()} and no longer {column.Type.ToSql()},")} takes its place: "
                    + $"from the commit on the running version reads and writes that one without an error, and finds none of the old values. "
                    + "Make the new column under a name of its own, let a trigger keep both equal, fill it, and move the code over.");
                continue;
            }

            findings.Add(
                statement,
                table,
                $"{name} of {table.Name} is renamed{(renamed is null ? "" : $" to {renamed}")}: from the commit on, statements of the running version that name it fail with 42703, and those of the new version failed before.{remedy.Sentence()}",
                remedy);
        }
    }
}
