using SchemaBuild.Analysis.Catalog;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Replay;

/// <summary>
/// ON CONFLICT rests on a unique index of just the named columns (infer_arbiter_indexes in PostgreSQL's plancat.c), or on a constraint by its name.
/// https://www.postgresql.org/docs/current/sql-insert.html#SQL-ON-CONFLICT.
/// </summary>
internal static class ConflictTarget
{
    /// <summary>What the analysis of the query refuses.</summary>
    /// <exception cref="RefusedException">42601 or 42704.</exception>
    public static void DemandNamed(OnConflictClause conflict, Relation? table)
    {
        if (conflict is { Action: OnConflictAction.ONCONFLICT_UPDATE, Infer: null })
            throw new RefusedException("42601", "ON CONFLICT DO UPDATE requires inference specification or constraint name", "Name the columns of the unique index, as in ON CONFLICT (id) DO UPDATE.");
        if (conflict.Infer is { Conname: { Length: > 0 } name } && table is not null && table.FindConstraint(Identifier.Truncate(name)) is null)
            throw new RefusedException("42704", $"constraint \"{name}\" for table \"{table.Name.Name}\" does not exist");
    }

    /// <summary>What its planning refuses.</summary>
    /// <exception cref="RefusedException">42P10.</exception>
    public static void DemandIndex(InsertStmt insert, Execution execution)
    {
        if (insert.OnConflictClause?.Infer is not { Conname: "" } infer || execution.FindRelation(NodeNames.Qualified(insert.Relation)) is not { KnowsColumns: true, Kind: RelationKind.Table or RelationKind.PartitionedTable } table)
            return;
        var keys = infer.IndexElems.OfType<IndexElem>().ToList();
        var columns = TableBuilder.Columns(table, keys.Select(key => key.Name).Where(name => name.Length > 0)).ToHashSet();
        var hasExpressions = keys.Exists(key => key.Expr is not null);
        // Whether an expression or a predicate is the index's own is not compared.
        if (table.Indexes.Select(id => (Index)execution.Catalog.Find(id)!).Any(index => index is { IsUnique: true }
                && (!index.IsPartial || infer.WhereClause is not null) && index.HasExpressions == hasExpressions && columns.SetEquals(index.KeyColumns.Where(number => number > 0))))
            return;
        throw new RefusedException("42P10", "there is no unique or exclusion constraint matching the ON CONFLICT specification", $"ON CONFLICT needs a unique index of {table.Name} on exactly these columns.");
    }
}
