using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Fixes;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>REFRESH MATERIALIZED VIEW: ACCESS EXCLUSIVE while it is filled anew; CONCURRENTLY lets readers go on, and needs a unique index.</summary>
internal sealed class RefreshMatView : StatementModel<RefreshMatViewStmt>
{
    protected override string Kind(RefreshMatViewStmt statement) => "REFRESH_MATVIEW";

    protected override void Execute(RefreshMatViewStmt statement, Execution execution)
    {
        var view = execution.GetRelation(statement.Relation!);
        execution.Lock(view, statement.Concurrent ? LockMode.Exclusive : LockMode.AccessExclusive);
        if (view is { IsAssumed: false, Kind: not RelationKind.MaterializedView })
            throw new RefusedException(view.Kind is RelationKind.Table or RelationKind.PartitionedTable ? "0A000" : "42809", $"\"{view.Name.Name}\" is not a materialized view");
        if (statement.Concurrent)
        {
            if (statement.SkipData) throw new RefusedException("42601", "CONCURRENTLY and WITH NO DATA cannot be used together");
            if (!view.IsPopulated) throw new RefusedException("0A000", "CONCURRENTLY cannot be used when the materialized view is not populated", "Leave CONCURRENTLY out this once: nobody can read the view before it is filled.");
            if (!view.IsAssumed && !view.Indexes.Select(id => (Index)execution.Catalog.Find(id)!).Any(CanMatchRows))
                throw new RefusedException("55000", $"cannot refresh materialized view {view.Name} concurrently", "Create a unique index on plain columns of it first, without WHERE.");
        }

        if (!statement.SkipData) QueryLocks.PlanStored(view, execution);
        if (!statement.Concurrent)
        {
            var cause = new Cause($"REFRESH MATERIALIZED VIEW {view.Name.Name}", _ => Concurrently(view, statement, execution));
            execution.Rewrite(view, cause);
            foreach (var index in view.Indexes) execution.BuildIndex(view, execution.Catalog.Find(index)!.Name.Name, cause);
        }

        execution.Replace(view with { IsPopulated = !statement.SkipData });
    }

    private static Remedy Concurrently(Relation view, RefreshMatViewStmt statement, Execution execution)
    {
        if (statement.SkipData) return new Remedy("Leave WITH NO DATA out: nobody can read the view until it is filled again.");
        var refresh = $"REFRESH MATERIALIZED VIEW CONCURRENTLY {view.Name.ToSql()};";
        return view.IsAssumed || view.Indexes.Select(id => (Index)execution.Catalog.Find(id)!).Any(CanMatchRows)
            ? new Remedy("Write REFRESH MATERIALIZED VIEW CONCURRENTLY, which lets reads go on and may stand in a transaction.", refresh)
            {
                Rewrite = view.IsAssumed ? null : () => Rewrites.Concurrently(execution.Statement, runsAlone: false, "VIEW"),
            }
            : new Remedy("Make a unique index on columns that tell its rows apart, CONCURRENTLY and in a migration of its own; with it REFRESH MATERIALIZED VIEW CONCURRENTLY lets reads go on.");
    }

    private static bool CanMatchRows(Index index) => index is { IsUnique: true, IsPartial: false, HasExpressions: false, IsValid: true };
}
