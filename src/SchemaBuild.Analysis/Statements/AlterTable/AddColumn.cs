using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// ADD COLUMN. A constant default is stored once and costs nothing; one that must be computed for each row rewrites the table.
/// https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN.
/// </summary>
internal sealed class AddColumn : AlterTableCommand
{
    public override AlterTableType Type => AlterTableType.AT_AddColumn;

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.AddColumn;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var definition = (ColumnDef)command.Def!;
        if (table.FindColumn(Identifier.Truncate(definition.Colname)) is not null)
        {
            if (command.MissingOk) return;
            throw new RefusedException("42701", $"column \"{definition.Colname}\" of relation \"{table.Name.Name}\" already exists");
        }

        var column = run.Builder.AddColumn(table.Id, definition);
        if (RewriteReason(column, definition, run.Execution) is { } reason)
            run.Rewrite(table, new Cause($"ADD COLUMN {column.Name} {reason}", _ => WithoutRewrite(table, column, definition)));
        else if (column.NotNull && !HasDefault(column))
            run.Scan(table, new Cause($"ADD COLUMN {column.Name} NOT NULL without a default", _ => new Remedy("Add the column without NOT NULL, fill it, and set NOT NULL later; as written it fails on the first row.")));

        foreach (var constraint in TableBuilder.ConstraintsOf(definition))
            AddConstraint.Apply(constraint, run, table, column, isNewColumnWithoutDefault: !HasDefault(column));
    }

    private static bool HasDefault(Column column) => column.Default is not null and not A_Const { Isnull: true } || column.Identity != IdentityKind.None;

    /// <summary>Why each row gets a value of its own, or null.</summary>
    private static string? RewriteReason(Column column, ColumnDef definition, Execution execution)
    {
        if (TypeNames.SerialType(definition.TypeName!) is not null) return $"{NodeNames.Parts(definition.TypeName)[^1]} takes a number from a sequence for each row";
        if (column.Identity != IdentityKind.None) return "as IDENTITY takes a number from a sequence for each row";
        if (column.Generated == GeneratedKind.Stored) return "GENERATED … STORED computes a value for each row";
        if (column.Generated == GeneratedKind.None && column.Default is { } value && Volatility.IsVolatile(value, execution)) return "with a volatile DEFAULT computes a value for each row";
        return null;
    }

    private static Remedy WithoutRewrite(Relation table, Column column, ColumnDef definition)
    {
        var (name, added) = (table.Name.ToSql(), Identifier.Quote(column.Name));
        if (column.Generated == GeneratedKind.Stored || TypeNames.SerialType(definition.TypeName!) is not null || column.Identity != IdentityKind.None)
            return new Remedy("Add a plain nullable column, fill it in batches, and attach the default or identity afterwards.", $"ALTER TABLE {name} ADD COLUMN {added} {column.Type.ToSql()};");
        return new Remedy("Add the column without a default, set the default for new rows, and fill the old rows in batches.", $"ALTER TABLE {name} ADD COLUMN {added} {column.Type.ToSql()};");
    }
}
