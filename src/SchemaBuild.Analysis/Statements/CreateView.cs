using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE VIEW: ACCESS SHARE on what it reads; OR REPLACE takes ACCESS EXCLUSIVE on the view itself, and may only add columns at the end.</summary>
internal sealed class CreateView : StatementModel<ViewStmt>
{
    protected override string Kind(ViewStmt statement) => "CREATE_VIEW";

    protected override void Execute(ViewStmt statement, Execution execution)
    {
        var result = QueryLocks.Analyze(statement.Query, execution).Renamed(statement.Aliases);
        if (result.IsKnown && statement.Aliases.Count > result.Columns.Length) throw new RefusedException("42601", "CREATE VIEW specifies more column names than columns");
        result.DemandDistinct();
        StorageParameters.DemandOfView(statement.Options, execution.Major);
        var reads = QueryReferences.Of(statement.Query, execution);
        // A view of something temporary is temporary.
        var isTemporary = statement.View!.Relpersistence == "t" || reads.Any(read => execution.Catalog.Find(read.Object) is Relation { Persistence: Persistence.Temporary });
        var name = isTemporary ? new QualifiedName("pg_temp", Identifier.Truncate(statement.View.Relname)) : execution.NewName(statement.View);
        var view = new Relation
        {
            Name = name,
            Kind = RelationKind.View,
            Columns = result.Columns,
            NextColumn = result.Columns.Length + 1,
            IsIncomplete = !result.IsKnown,
            DependsOn = reads,
            IsSecurityInvoker = DefElems.IsOn(statement.Options, "security_invoker"),
            Persistence = isTemporary ? Persistence.Temporary : Persistence.Permanent,
        };

        if (!statement.Replace || execution.Catalog.Find(NameSpace.Relation, name) is not Relation old)
        {
            execution.MakeRoom(NameSpace.Relation, name);
            execution.Add(view);
            return;
        }

        if (old is { IsAssumed: false, Kind: not RelationKind.View }) throw new RefusedException("42809", $"\"{name.Name}\" is not a view");
        execution.Lock(old, LockMode.AccessExclusive);
        Compare(old, view);
        execution.Replace(view with { Id = old.Id, CreatedBy = old.CreatedBy });
    }

    private static void Compare(Relation old, Relation view)
    {
        if (old.IsIncomplete || view.IsIncomplete) return;
        if (view.Columns.Length < old.Columns.Length) throw new RefusedException("42P16", "cannot drop columns from view", Recreate);
        foreach (var (before, after) in old.Columns.Zip(view.Columns))
        {
            if (before.Name != after.Name) throw new RefusedException("42P16", $"cannot change name of view column \"{before.Name}\" to \"{after.Name}\"", Recreate);
            if (before.Type != after.Type && before.Type != default && after.Type != default)
                throw new RefusedException("42P16", $"cannot change data type of view column \"{before.Name}\"", Recreate);
        }
    }

    private const string Recreate = "OR REPLACE can only add columns at the end: make a view of a new name with the new columns, and drop the old one when no application version reads it.";
}
