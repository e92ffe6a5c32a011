using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>LOCK TABLE: the mode that it names on the tables, on all below them, and on what its views read.</summary>
internal sealed class LockTable : StatementModel<LockStmt>
{
    protected override string Kind(LockStmt statement) => "LOCK_TABLE";

    protected override void Execute(LockStmt statement, Execution execution)
    {
        // Numbers of the modes are those of PostgreSQL's lockdefs.h, in which ours are ordered.
        var mode = (LockMode)statement.Mode;
        foreach (var name in statement.Relations.OfType<RangeVar>())
        {
            var relation = execution.GetRelation(name);
            if (relation.Kind == RelationKind.MaterializedView) throw new RefusedException("42809", $"cannot lock relation \"{relation.Name.Name}\"");
            Lock(relation, mode, name.Inh, execution, []);
            execution.Effects.RequestedLocks.Add(new LockEffect(execution.Before(relation), mode, execution.Place));
        }
    }

    /// <summary>Views that read each other can be made, and locked.</summary>
    private static void Lock(Relation relation, LockMode mode, bool recurse, Execution execution, HashSet<int> seen)
    {
        if (!seen.Add(relation.Id)) return;
        foreach (var below in recurse ? execution.WithDescendants(relation) : [relation]) execution.Lock(below, mode);
        if (relation.Kind != RelationKind.View) return;
        foreach (var dependency in relation.DependsOn)
            if (dependency.Column == 0 && execution.Catalog.Find(dependency.Object) is Relation { Kind: not RelationKind.MaterializedView } read) Lock(read, mode, recurse, execution, seen);
    }
}
