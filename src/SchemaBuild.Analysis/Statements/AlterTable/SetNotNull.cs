using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// SET NOT NULL reads every row, unless a validated CHECK proves the column at that moment.
/// https://www.postgresql.org/docs/current/sql-altertable.html.
/// </summary>
internal sealed class SetNotNull : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_SetNotNull;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.ColumnAttributes;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var column = table.FindColumn(Identifier.Truncate(command.Name));
        if (column is { NotNull: true }) return;
        var isProven = column is not null && table.Constraints.Any(constraint =>
            constraint is { Kind: ConstraintKind.Check, IsValidated: true, IsEnforced: true } && constraint.ProvesNotNull.Contains(column.Number));
        if (!isProven)
            run.Scan(table, new Cause($"SET NOT NULL on {command.Name}", major => WithoutScan(table, command.Name, major)));
        if (column is not null) run.Execution.Replace(table.With(column with { NotNull = true }));
    }

    private static Remedy WithoutScan(Relation table, string column, int major)
    {
        var name = table.Name.ToSql();
        var quoted = Identifier.Quote(column);
        var constraint = Identifier.Quote(Identifier.MakeObjectName(table.Name.Name, column, "not_null"));
        return major >= 18
            ? new Remedy(
                "Add the NOT NULL constraint as NOT VALID and validate it in a later migration.",
                $"ALTER TABLE {name} ADD CONSTRAINT {constraint} NOT NULL {quoted} NOT VALID;",
                $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};")
            : new Remedy(
                "Add CHECK (… IS NOT NULL) NOT VALID, validate it in a later migration, then SET NOT NULL, which then finds the proof and does not scan.",
                $"ALTER TABLE {name} ADD CONSTRAINT {constraint} CHECK ({quoted} IS NOT NULL) NOT VALID;",
                $"ALTER TABLE {name} VALIDATE CONSTRAINT {constraint};",
                $"ALTER TABLE {name} ALTER COLUMN {quoted} SET NOT NULL;\nALTER TABLE {name} DROP CONSTRAINT {constraint};");
    }
}
