using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>TRUNCATE: ACCESS EXCLUSIVE on its tables and all below them; CASCADE on every table that references them, too.</summary>
internal sealed class Truncate : StatementModel<TruncateStmt>
{
    protected override void Execute(TruncateStmt statement, Execution execution)
    {
        var tables = new Dictionary<int, Relation>();
        foreach (var name in statement.Relations.OfType<RangeVar>())
        {
            var table = execution.GetRelation(name);
            if (table.Kind is RelationKind.View or RelationKind.MaterializedView) throw new RefusedException("42809", $"\"{table.Name.Name}\" is not a table");
            if (table.Kind == RelationKind.PartitionedTable && !name.Inh) throw new RefusedException("42809", "cannot truncate only a partitioned table");
            foreach (var below in name.Inh ? execution.WithDescendants(table) : [table]) tables[below.Id] = below;
        }

        var open = new Queue<Relation>(tables.Values);
        while (open.TryDequeue(out var next))
        {
            execution.Lock(next, LockMode.AccessExclusive);
            execution.Lose(next, LossKind.Rows);
            foreach (var id in PartitionKeys.Ancestors(next, execution).Prepend(next).SelectMany(table => table.ReferencedBy).Distinct())
            {
                if (tables.ContainsKey(id) || execution.Catalog.Find(id) is not Relation referencing) continue;
                if (statement.Behavior != DropBehavior.DROP_CASCADE) throw new RefusedException("0A000", $"cannot truncate {next.Name} because {referencing.Name} references it");
                tables[id] = referencing;
                open.Enqueue(referencing);
            }
        }
    }
}
