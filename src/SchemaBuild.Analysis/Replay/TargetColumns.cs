using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Columns that an INSERT or UPDATE writes: a table that is known has them, and each gets one value.</summary>
internal sealed class TargetColumns : NodeVisitor
{
    private readonly Execution _execution;

    private TargetColumns(Execution execution) => _execution = execution;

    /// <exception cref="RefusedException">42703 or 42601.</exception>
    public static void Demand(Node query, Execution execution)
    {
        if (query is not SelectStmt { WithClause: null }) new TargetColumns(execution).Visit(query);
    }

    public override void Visit(Node node)
    {
        switch (node)
        {
            case InsertStmt insert when TableOf(insert.Relation) is { } table:
                Demand(insert.Cols, table);
                if (insert.OnConflictClause is { } conflict) Demand(conflict.TargetList, table);
                if (insert.SelectStmt is SelectStmt { ValuesLists: { Count: > 0 } rows }) DemandRows(rows, insert.Cols.Count, table);
                break;
            case UpdateStmt update when TableOf(update.Relation) is { } table:
                Demand(update.TargetList, table);
                break;
        }

        base.Visit(node);
    }

    private Relation? TableOf(RangeVar? name) =>
        name is not null && _execution.FindRelation(NodeNames.Qualified(name)) is { KnowsColumns: true, Kind: RelationKind.Table or RelationKind.PartitionedTable } table ? table : null;

    private static void Demand(IReadOnlyList<Node> targets, Relation table)
    {
        foreach (var target in targets)
            if (target is ResTarget { Name: { Length: > 0 } name }) Execution.RequireColumn(table, name);
    }

    private static void DemandRows(IReadOnlyList<Node> rows, int named, Relation table)
    {
        var most = named > 0 ? named : table.Columns.Length;
        foreach (var row in rows.OfType<NodeList>())
        {
            // A star stands for as many values as there are.
            if (row.Items.Any(value => value is ColumnRef or A_Indirection)) continue;
            if (row.Items.Count > most) throw new RefusedException("42601", "INSERT has more expressions than target columns");
            if (row.Items.Count < named) throw new RefusedException("42601", "INSERT has more target columns than expressions");
        }
    }
}
