using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;

namespace SchemaBuild.Analysis.Rules;

/// <summary>After the last migration no index finds the rows that reference a row.</summary>
/// <remarks>https://www.postgresql.org/docs/current/ddl-constraints.html#DDL-CONSTRAINTS-FK.</remarks>
internal sealed class ForeignKeyWithoutIndex : Rule
{
    public override RuleDescriptor Descriptor { get; } = new("SB5026", "foreign-key-without-index", Severity.Suggestion, "No index finds the rows of a foreign key") { DependsOnSize = true };

    public override void Judge(MigrationHistory history, FindingSink findings)
    {
        foreach (var change in history.Changes)
        {
            if (change is not { IsAdded: true, Constraint: { Kind: ConstraintKind.ForeignKey, IsInherited: false, IsEnforced: true } added }) continue;
            if (history.Catalog.Find(change.Table) is not Relation { KnowsColumns: true, Kind: RelationKind.Table or RelationKind.PartitionedTable } table) continue;
            if (table.FindConstraint(added.Name) is not { Kind: ConstraintKind.ForeignKey } key || key.CreatedBy != added.CreatedBy || key.Columns.IsEmpty) continue;
            if (table.Indexes.Select(history.Catalog.Find).OfType<Index>().Any(index => index.Finds(key.Columns, table))) continue;

            var columns = string.Join(", ", key.Columns.Select(number => Identifier.Quote(table.FindColumn(number)?.Name ?? "")));
            var parent = key.Referenced is { } id && history.Catalog.Find(id) is Relation referenced ? referenced.Name.ToString() : "the referenced table";
            var name = Identifier.MakeObjectName(table.Name.Name, string.Join("_", key.Columns.Select(number => table.FindColumn(number)?.Name ?? "")), "idx");
            var isNewTable = table.CreatedBy == added.CreatedBy;
            findings.Add(
                change.Place,
                $"Each DELETE of a row of {parent}, and each UPDATE of its key, looks for rows of {table.Name} that reference it, and without an index on ({columns}) reads all of {table.Name} for that, once for each row. "
                + (isNewTable ? "Create the index here, or CONCURRENTLY in a migration of its own once this one has been applied." : "Create the index CONCURRENTLY, in a migration of its own."),
                table.Kind == RelationKind.PartitionedTable ? null : new Remedy("Create the index.", $"CREATE INDEX {(isNewTable ? "" : "CONCURRENTLY ")}{Identifier.Quote(name)} ON {table.Name.ToSql()} ({columns});"),
                [table.Name.ToString()]);
        }
    }
}
