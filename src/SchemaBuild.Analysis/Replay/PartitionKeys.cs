using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>Questions about the keys of partitioned tables.</summary>
internal static class PartitionKeys
{
    /// <summary>True if the column, by itself or in an expression, decides where rows go.</summary>
    public static bool Contains(Relation table, Column column) => Elements(table).Any(element =>
        element.Name == column.Name || ColumnReferences.Of(element.Expr, table).Contains(column.Number));

    /// <summary>Refuses a unique index of a partitioned table that does not include the key, for it could not see duplicates in other partitions.</summary>
    /// <exception cref="RefusedException">0A000.</exception>
    public static void DemandIn(Relation table, IReadOnlyList<int> columns)
    {
        if (table.Kind != RelationKind.PartitionedTable || !table.KnowsColumns) return;
        foreach (var element in Elements(table))
        {
            if (element.Expr is not null) throw new RefusedException("0A000", "unique constraints cannot cover partition keys that include expressions");
            if (table.FindColumn(element.Name) is { } column && !columns.Contains(column.Number))
                throw new RefusedException("0A000", $"unique constraint on partitioned table must include all partitioning columns: \"{column.Name}\" is missing", $"Add {Identifier.Quote(column.Name)} to its columns, or demand uniqueness on each partition.");
        }
    }

    /// <summary>The partitioned tables above a partition, nearest first.</summary>
    public static IEnumerable<Relation> Ancestors(Relation partition, Execution execution)
    {
        for (var at = partition; at.IsPartition && at.Parents is [var parent] && execution.Catalog.Find(parent) is Relation above; at = above) yield return above;
    }

    /// <summary>Columns of the key, in its order; null for an expression.</summary>
    public static IReadOnlyList<Column?> Columns(Relation table) => [.. Elements(table).Select(element => element.Expr is null ? table.FindColumn(element.Name) : null)];

    private static IEnumerable<PartitionElem> Elements(Relation table) => table.PartitionKey?.PartParams.OfType<PartitionElem>() ?? [];
}
