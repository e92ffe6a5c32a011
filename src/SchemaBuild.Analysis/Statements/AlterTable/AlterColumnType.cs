using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// ALTER COLUMN TYPE rewrites the table unless the old values are valid values of the new type as they stand.
/// https://www.postgresql.org/docs/current/sql-altertable.html#SQL-ALTERTABLE-NOTES.
/// </summary>
internal sealed class AlterColumnType : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_AlterColumnType;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.AlterType;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var definition = (ColumnDef)command.Def!;
        var target = TypeNames.Resolve(definition.TypeName!, run.Execution);
        var column = table.FindColumn(Identifier.Truncate(command.Name));
        var cost = column is null ? TypeChange.Rewrite : TypeChanges.Cost(column.Type, target, definition.RawDefault, command.Name, run.Execution);
        var cause = new Cause($"ALTER COLUMN {command.Name} TYPE {target.ToSql()}", _ => ThroughNewColumn(table, command.Name, target));

        if (cost == TypeChange.Rewrite) run.Rewrite(table, cause);
        if (column is null) return;
        foreach (var index in table.Indexes.Select(id => (Index)run.Execution.Catalog.Find(id)!))
            if (index.UsedColumns.Contains(column.Number) && (cost != TypeChange.Nothing || index.HasExpressions || index.IsPartial)) run.RebuildIndex(table, index.Name.Name, cause);
        if (table.Constraints.Any(constraint => constraint is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && constraint.Columns.Contains(column.Number)))
            run.Scan(table, cause);
        run.Execution.Replace(table.With(column with { Type = target }));
    }

    private static Remedy ThroughNewColumn(Relation table, string column, TypeRef target)
    {
        var added = Identifier.Quote(Identifier.Truncate(column + "_new"));
        return new Remedy(
            "Add a column of the new type, write both, copy the old rows in batches, and switch over.",
            $"ALTER TABLE {table.Name.ToSql()} ADD COLUMN {added} {target.ToSql()};");
    }
}
