using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>VACUUM and ANALYZE: SHARE UPDATE EXCLUSIVE on each table; VACUUM FULL writes it anew under ACCESS EXCLUSIVE.</summary>
internal sealed class Vacuum : StatementModel<VacuumStmt>
{
    protected override string Kind(VacuumStmt statement) => statement.IsVacuumcmd ? "VACUUM" : "ANALYZE";

    protected override bool RefusesTransaction(VacuumStmt statement, Execution execution) => statement.IsVacuumcmd;

    protected override void Execute(VacuumStmt statement, Execution execution)
    {
        var isFull = DefElems.IsOn(statement.Options, "full");
        var mode = isFull ? LockMode.AccessExclusive : LockMode.ShareUpdateExclusive;
        foreach (var relation in statement.Rels.Count == 0 ? All(execution) : [.. Named(statement, execution)])
        {
            execution.Lock(relation, mode);
            // Statistics of a table with children are made of samples of them all.
            if (!statement.IsVacuumcmd || DefElems.IsOn(statement.Options, "analyze"))
                foreach (var child in execution.WithDescendants(relation)) execution.Lock(child, LockMode.AccessShare);
            if (isFull && relation.Kind is RelationKind.Table or RelationKind.MaterializedView) RewriteWhole(relation, new Cause($"VACUUM FULL of {relation.Name.Name}"), execution);
        }
    }

    /// <summary>PostgreSQL 18 takes inheritance children like partitions, and lets ONLY leave both out.</summary>
    private const int TakesChildrenSince = 18;

    private static List<Relation> All(Execution execution) => execution.Catalog.All.OfType<Relation>()
        .Where(relation => relation.Kind is RelationKind.Table or RelationKind.PartitionedTable or RelationKind.MaterializedView).OrderBy(relation => relation.Id).ToList();

    private static IEnumerable<Relation> Named(VacuumStmt statement, Execution execution)
    {
        foreach (var item in statement.Rels.OfType<VacuumRelation>())
        {
            var relation = execution.GetRelation(item.Relation!);
            if (relation.Kind == RelationKind.View) continue;    // A warning.
            foreach (var column in item.VaCols) Execution.RequireColumn(relation, NodeNames.Text(column));
            var recurses = execution.Major >= TakesChildrenSince ? item.Relation!.Inh : relation.Kind == RelationKind.PartitionedTable;
            foreach (var below in recurses ? execution.WithDescendants(relation) : [relation]) yield return below;
        }
    }

    private static void RewriteWhole(Relation relation, Cause cause, Execution execution)
    {
        execution.Rewrite(relation, cause);
        foreach (var index in relation.Indexes) execution.BuildIndex(relation, execution.Catalog.Find(index)!.Name.Name, cause);
    }
}
