using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.ServerFacts;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>What INSERT, UPDATE and MERGE may give a column (transformAssignedExpr, rewriteTargetListIU).</summary>
internal static class AssignedValues
{
    /// <exception cref="RefusedException">42804 if the type of a value does not become the column's.</exception>
    public static void DemandFits(Column column, BuiltInType? from, Execution execution)
    {
        if (from is not { IsUnknown: false, Kind: not (TypeKind.Pseudo or TypeKind.Composite) } || execution.Catalog.HasOwnOperators || TypeFacts.Of(column.Type, execution) is not { Kind: not TypeKind.Composite } to) return;
        if (!BuiltIns.Of(execution.Major).Coercion.CanCoerce(from, to, CastContext.Assignment))
            throw new RefusedException("42804", $"column \"{column.Name}\" is of type {to.DisplayName} but expression is of type {from.DisplayName}");
    }

    /// <summary>A column that computes itself takes DEFAULT alone; an identity that is GENERATED ALWAYS takes more with OVERRIDING.</summary>
    /// <exception cref="RefusedException">428C9.</exception>
    public static void DemandWritable(Column column, Node? value, bool isUpdate, OverridingKind overriding)
    {
        if (value is SetToDefault) return;
        var isOwn = column.Generated != GeneratedKind.None || column.Identity == IdentityKind.Always && (isUpdate || overriding == OverridingKind.OVERRIDING_NOT_SET);
        if (isOwn) throw new RefusedException("428C9", isUpdate ? $"column \"{column.Name}\" can only be updated to DEFAULT" : $"cannot insert a non-DEFAULT value into column \"{column.Name}\"");
    }

    /// <summary>Rows that are written out, without a value for a column that must have one. Triggers may give it.</summary>
    /// <exception cref="RefusedException">23502.</exception>
    public static void DemandRequired(InsertStmt insert, Execution execution)
    {
        if (insert.Relation is null || execution.FindRelation(NodeNames.Qualified(insert.Relation)) is not { KnowsColumns: true, Kind: RelationKind.Table or RelationKind.PartitionedTable } table) return;
        if (insert.SelectStmt is not null and not SelectStmt { ValuesLists.Count: > 0 }) return;
        var rows = (insert.SelectStmt as SelectStmt)?.ValuesLists.OfType<NodeList>().ToList() ?? [];
        var given = insert.SelectStmt is null ? [] : TargetsOf(insert, table, rows[0].Items.Count);
        if (execution.Catalog.UsersOf(table.Id).Any(user => user is Trigger or RewriteRule)) return;
        foreach (var column in table.Columns)
        {
            if (!column.NotNull || column.Generated != GeneratedKind.None || column.Identity != IdentityKind.None || PartitionKeys.Contains(table, column)) continue;
            var place = given.FindIndex(target => target?.Number == column.Number);
            var isMissing = place < 0 ? HasNoDefault(column, execution) : rows.Exists(row => place < row.Items.Count && IsNull(row.Items[place], column, execution));
            if (isMissing)
                throw new RefusedException("23502", $"null value in column \"{column.Name}\" of relation \"{table.Name.Name}\" violates not-null constraint");
        }
    }

    /// <summary>The columns that an INSERT gives, in its order; null for one that there is not.</summary>
    public static List<Column?> TargetsOf(InsertStmt insert, Relation table, int width) =>
        insert.Cols.Count > 0 ? [.. insert.Cols.OfType<ResTarget>().Select(target => table.FindColumn(Identifier.Truncate(target.Name)))] : [.. table.Columns.Take(width)];

    private static bool IsNull(Node value, Column column, Execution execution) => value is A_Const { Isnull: true } || value is SetToDefault && HasNoDefault(column, execution);

    /// <summary>A domain may have a default of its own.</summary>
    private static bool HasNoDefault(Column column, Execution execution) =>
        column is { Default: null, IsSerial: false } && (column.Type.IsBuiltIn || execution.Catalog.Find(NameSpace.Type, column.Type.Name) is EnumType);
}
