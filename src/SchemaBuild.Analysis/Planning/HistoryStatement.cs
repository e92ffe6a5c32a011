using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Planning;

/// <summary>
/// Statements with which a file keeps its own history row (<c>INSERT INTO schema_migrations …</c>, <c>DELETE FROM schema_migrations …</c>),
/// or makes or drops the history tables. The runner keeps the history itself, so they are not steps.
/// </summary>
internal static class HistoryStatement
{
    private const string Schema = "public";
    private static readonly string[] Tables = ["schema_migrations", "migration_steps"];

    public static bool Is(Node statement, Execution execution) => statement switch
    {
        InsertStmt insert => IsHistory(NodeNames.Qualified(insert.Relation), execution),
        UpdateStmt update => IsHistory(NodeNames.Qualified(update.Relation), execution),
        DeleteStmt delete => IsHistory(NodeNames.Qualified(delete.Relation), execution),
        CreateStmt create => IsHistory(NodeNames.Qualified(create.Relation), execution) && HasOurColumns(create),
        DropStmt { RemoveType: ObjectType.OBJECT_TABLE } drop => drop.Objects.All(name => IsHistory(NodeNames.Qualified(name), execution)),
        _ => false,
    };

    /// <summary>A table of that name which the migrations themselves made is theirs, not ours.</summary>
    private static bool IsHistory(QualifiedName table, Execution execution) =>
        Tables.Contains(table.Name) && table.Schema is ("" or Schema) && execution.FindRelation(table) is null;

    private static bool HasOurColumns(CreateStmt create)
    {
        var columns = create.TableElts.OfType<ColumnDef>().Select(column => column.Colname).ToHashSet();
        return create.Relation!.Relname == Tables[0]
            ? columns.IsSupersetOf(["version", "description"])
            : columns.IsSupersetOf(["version", "step_order"]);
    }
}
