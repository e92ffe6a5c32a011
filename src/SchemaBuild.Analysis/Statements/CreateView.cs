using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE VIEW: ACCESS SHARE on what it reads; OR REPLACE takes ACCESS EXCLUSIVE on the view itself.</summary>
internal sealed class CreateView : StatementModel<ViewStmt>
{
    protected override string Kind(ViewStmt statement) => "CREATE_VIEW";

    protected override void Execute(ViewStmt statement, Execution execution)
    {
        foreach (var read in QueryReferences.RelationsOf(statement.Query!, execution)) execution.Lock(read, LockMode.AccessShare);
        var dependsOn = QueryReferences.Of(statement.Query!, execution);
        var name = execution.NewName(statement.View!);
        switch (execution.Catalog.Find(NameSpace.Relation, name))
        {
            case Relation { Kind: RelationKind.View } or { IsAssumed: true } when statement.Replace:
                var view = (Relation)execution.Catalog.Find(NameSpace.Relation, name)!;
                execution.Lock(view, LockMode.AccessExclusive);
                execution.Replace(view with { Kind = RelationKind.View, DependsOn = dependsOn });
                break;
            case { IsAssumed: false }:
                throw new RefusedException("42P07", $"relation \"{name.Name}\" already exists");
            case { } assumed:
                execution.Remove(assumed);
                goto default;
            default:
                execution.Add(new Relation { Name = name, Kind = RelationKind.View, DependsOn = dependsOn });
                break;
        }
    }
}
