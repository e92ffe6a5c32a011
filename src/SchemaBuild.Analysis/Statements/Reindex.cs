using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>REINDEX: SHARE on the table while its indexes are built anew; CONCURRENTLY SHARE UPDATE EXCLUSIVE.</summary>
internal sealed class Reindex : StatementModel<ReindexStmt>
{
    protected override bool RefusesTransaction(ReindexStmt statement, Execution execution) => Refuses(statement, execution);

    protected override void Execute(ReindexStmt statement, Execution execution)
    {
        var isConcurrent = IsConcurrent(statement);
        if (isConcurrent && statement.Relation is { } name)
            execution.Target = (execution.Find(NameSpace.Relation, NodeNames.Qualified(name)) is { IsAssumed: false } shown ? shown.Name : NodeNames.Qualified(name)).ToSql();
        foreach (var index in Indexes(statement, execution))
        {
            if (execution.Catalog.Find(index.Table) is not Relation { Kind: RelationKind.Table or RelationKind.MaterializedView } table) continue;
            execution.Lock(table, isConcurrent ? LockMode.ShareUpdateExclusive : LockMode.Share);
            execution.BuildIndex(table, index.Name.Name, new Cause($"REINDEX of {index.Name.Name}", _ => Concurrently(execution)), isConcurrent);
        }
    }

    private static Remedy Concurrently(Execution execution) => new("Queries that would use the index wait too, for it is under ACCESS EXCLUSIVE. Write REINDEX … CONCURRENTLY; the file then runs outside a transaction.")
    {
        Rewrite = () => Rewrites.Concurrently(execution.Statement, runsAlone: true, "INDEX", "TABLE", "SCHEMA", "DATABASE"),
    };

    private static bool IsConcurrent(ReindexStmt statement) => DefElems.IsOn(statement.Params, "concurrently");

    private static bool Refuses(ReindexStmt statement, Execution execution) =>
        IsConcurrent(statement) || statement.Kind switch
        {
            ReindexObjectType.REINDEX_OBJECT_TABLE => execution.FindRelation(NodeNames.Qualified(statement.Relation)) is { Kind: RelationKind.PartitionedTable },
            ReindexObjectType.REINDEX_OBJECT_INDEX => execution.FindIndex(NodeNames.Qualified(statement.Relation)) is { } index
                && execution.Catalog.Find(index.Table) is Relation { Kind: RelationKind.PartitionedTable },
            _ => true,
        };

    private static List<Index> Indexes(ReindexStmt statement, Execution execution)
    {
        switch (statement.Kind)
        {
            case ReindexObjectType.REINDEX_OBJECT_INDEX:
                return execution.FindIndex(NodeNames.Qualified(statement.Relation)) is { } index ? [index] : [];
            case ReindexObjectType.REINDEX_OBJECT_TABLE:
                var table = execution.GetRelation(statement.Relation!);
                // The table is locked also if it has no index.
                if (table.Kind != RelationKind.PartitionedTable) execution.Lock(table, IsConcurrent(statement) ? LockMode.ShareUpdateExclusive : LockMode.Share);
                return execution.WithDescendants(table).Where(below => below.Id == table.Id || below.IsPartition).SelectMany(below => below.Indexes)
                    .Select(execution.Catalog.Find).OfType<Index>().ToList();
            case ReindexObjectType.REINDEX_OBJECT_SCHEMA:
                return execution.Catalog.All.OfType<Index>().Where(index => index.Name.Schema == statement.Name).OrderBy(index => index.Id).ToList();
            case ReindexObjectType.REINDEX_OBJECT_DATABASE:
                return execution.Catalog.All.OfType<Index>().ToList();
            default:
                return [];
        }
    }
}
