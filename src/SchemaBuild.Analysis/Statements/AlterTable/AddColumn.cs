using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Judging;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements.AlterTableCommands;

/// <summary>
/// ADD COLUMN. A constant default is stored once and costs nothing; one that must be computed for each row rewrites the table, and so does a domain with
/// constraints. https://www.postgresql.org/docs/current/ddl-alter.html#DDL-ALTER-ADDING-A-COLUMN.
/// </summary>
internal sealed class AddColumn : AlterTableCommand
{
    public override IReadOnlyList<AlterTableType> Types { get; } = [AlterTableType.AT_AddColumn];

    public override AlterTablePass Pass(AlterTableCmd command) => AlterTablePass.AddColumn;

    public override bool Allows(RelationKind kind) => base.Allows(kind) || kind == RelationKind.CompositeType;

    public override void Execute(AlterTableCmd command, AlterTableRun run, Relation table)
    {
        var definition = (ColumnDef)command.Def!;
        var name = Identifier.Truncate(definition.Colname);
        if (AlterTableRun.SystemColumns.Contains(name)) throw new RefusedException("42701", $"column name \"{name}\" conflicts with a system column name");
        if (table.OfType is not null) throw new RefusedException("42809", "cannot add column to typed table");
        if (table.IsPartition) throw new RefusedException("42809", "cannot add column to a partition");
        if (table.FindColumn(name) is not null)
        {
            if (command.MissingOk) return;
            throw new RefusedException("42701", $"column \"{name}\" of relation \"{table.Name.Name}\" already exists");
        }

        var addition = Add(definition, run, table, whole: null);
        foreach (var (constraint, isEnforced) in TableBuilder.ConstraintsOf(definition))
            AddConstraint.Apply(constraint, run, run.Execution.Relation(table.Id), addition, isEnforced, isNewColumnWithoutDefault: !HasDefaultClause(definition));
    }

    /// <summary>Adds it to a table and to those below, where it may be there already.</summary>
    /// <param name="definition">How the column is written.</param>
    /// <param name="run">The statement.</param>
    /// <param name="table">The table, or one below it.</param>
    /// <param name="whole">The addition to the table that the statement names, if this one is below it.</param>
    private static ColumnAddition Add(ColumnDef definition, AlterTableRun run, Relation table, ColumnAddition? whole)
    {
        var execution = run.Execution;
        var column = run.Builder.AddColumn(table.Id, definition);
        if (column.Identity != IdentityKind.None && !table.Children.IsEmpty && (table.Kind != RelationKind.PartitionedTable || execution.Major < 17))
            throw new RefusedException("42P16", "cannot recursively add identity column to table that has child tables");
        whole ??= new ColumnAddition(table, column, definition, execution);
        Weigh(definition, run, table, column, whole);
        foreach (var child in run.Children(table, "column"))
        {
            if (child.FindColumn(column.Name) is not { } known)
                Add(definition, run, child, whole);
            else if (known.Type != column.Type)
                throw new RefusedException("42804", $"child table \"{child.Name.Name}\" has different type for column \"{column.Name}\"");
            else if (!child.IsPartition)
                execution.Replace(execution.Relation(child.Id).With(known with { IsOwnToo = true }));
        }

        return whole;
    }

    private static void Weigh(ColumnDef definition, AlterTableRun run, Relation table, Column column, ColumnAddition addition)
    {
        if (table.Kind == RelationKind.CompositeType) return;
        var fails = !HasValue(column) && TypeNames.SerialType(definition.TypeName!) is null && (column.NotNull || DemandsValue(column.Type, run.Execution.Catalog));
        if (RewriteReason(column, definition, run.Execution) is { } reason)
            run.Rewrite(table, new Cause($"ADD COLUMN {column.Name} {reason}", addition.Remedy) { FailsOnAnyRow = fails });
        else if (column.NotNull && (fails || column.Generated == GeneratedKind.Virtual))
            run.Scan(table, new Cause($"ADD COLUMN {column.Name} NOT NULL", addition.Remedy) { FailsOnAnyRow = fails });
        if (HasValue(column) && column.Generated != GeneratedKind.Virtual) run.ComputeValues(table);
    }

    private static bool HasValue(Column column) => column.Default is not null and not A_Const { Isnull: true } || column.Identity != IdentityKind.None;

    /// <summary>A domain that takes no NULL and has no default that would stand in for it.</summary>
    private static bool DemandsValue(TypeRef type, CatalogState catalog)
    {
        var demands = false;
        for (var domain = UserTypes.DomainOf(type, catalog); domain is not null; domain = UserTypes.DomainOf(domain.Base, catalog))
        {
            if (domain.Default is not null) return false;
            demands |= domain.NotNull;
        }

        return demands;
    }

    /// <summary>Whether a foreign key of the column is checked: the server looks for a DEFAULT or an expression, be it NULL, not for values.</summary>
    private static bool HasDefaultClause(ColumnDef definition) => TypeNames.SerialType(definition.TypeName!) is not null || definition.Constraints.OfType<PgQuery.Nodes.Constraint>()
        .Any(constraint => constraint.Contype is ConstrType.CONSTR_DEFAULT or ConstrType.CONSTR_GENERATED);

    /// <summary>Why each row gets a value of its own, or null.</summary>
    private static string? RewriteReason(Column column, ColumnDef definition, Execution execution)
    {
        if (TypeNames.SerialType(definition.TypeName!) is not null) return $"{NodeNames.Parts(definition.TypeName)[^1]} takes a number from a sequence for each row";
        if (column.Identity != IdentityKind.None) return "as IDENTITY takes a number from a sequence for each row";
        if (column.Generated == GeneratedKind.Stored) return "GENERATED … STORED computes a value for each row";
        if (column.Generated == GeneratedKind.None && column.Default is { } value && ExpressionVolatility.Of(value, execution).MayBeVolatile) return "with a volatile DEFAULT computes a value for each row";
        if (column.Generated == GeneratedKind.None && UserTypes.IsConstrained(column.Type, execution.Catalog)) return $"of the domain {column.Type.ToSql()}, which has constraints, checks the value of each row";
        return null;
    }
}
