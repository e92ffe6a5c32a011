using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CLUSTER: ACCESS EXCLUSIVE while the table is written anew in the order of an index.</summary>
internal sealed class Cluster : StatementModel<ClusterStmt>
{
    protected override bool RefusesTransaction(ClusterStmt statement, Execution execution) => statement.Relation is null || (execution.Major >= PartitionedSince && execution.FindRelation(NodeNames.Qualified(statement.Relation)) is { Kind: RelationKind.PartitionedTable });

    protected override void Execute(ClusterStmt statement, Execution execution)
    {
        if (statement.Relation is null)
        {
            foreach (var clustered in execution.Catalog.All.OfType<Index>().Where(index => index.IsClustered).ToList()) Rewrite(execution.Relation(clustered.Table), execution);
            return;
        }

        var table = execution.GetRelation(statement.Relation);
        execution.Lock(table, LockMode.AccessExclusive);
        if (table.Kind == RelationKind.PartitionedTable && execution.Major < PartitionedSince) throw new RefusedException("0A000", "cannot cluster a partitioned table");
        if (statement.Indexname.Length > 0)
        {
            if (execution.FindIndex(table.Name with { Name = Identifier.Truncate(statement.Indexname) }) is not { } index)
            {
                if (!table.IsAssumed && table.CreatedBy > 0) throw new RefusedException("42704", $"index \"{statement.Indexname}\" for table \"{table.Name.Name}\" does not exist");
            }
            else
            {
                Require(index, table);
                ClusterMark.Put(table, index, execution);
            }
        }

        else if (table.KnowsColumns && !table.Indexes.Select(execution.Catalog.Find).OfType<Index>().Any(index => index.IsClustered))
        {
            throw new RefusedException("42704", $"there is no previously clustered index for table \"{table.Name.Name}\"");
        }

        foreach (var below in execution.WithDescendants(table).Where(below => below.Id == table.Id || below.IsPartition)) Rewrite(below, execution);
    }

    private const int PartitionedSince = 15;

    private static void Require(Index index, Relation table)
    {
        if (index.Table != table.Id) throw new RefusedException("42809", $"\"{index.Name.Name}\" is not an index for table \"{table.Name.Name}\"");
        if (index.AccessMethod is not ("btree" or "gist") || index.IsPartial) throw new RefusedException("0A000", $"cannot cluster on index \"{index.Name.Name}\"");
    }

    private static void Rewrite(Relation table, Execution execution)
    {
        execution.Lock(table, LockMode.AccessExclusive);
        if (table.Kind is not (RelationKind.Table or RelationKind.MaterializedView)) return;
        var cause = new Cause($"CLUSTER of {table.Name.Name}");
        execution.Rewrite(table, cause);
        foreach (var index in table.Indexes) execution.BuildIndex(table, execution.Catalog.Find(index)!.Name.Name, cause);
    }
}
