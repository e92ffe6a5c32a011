using SchemaBuild.Analysis.Catalog;
using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>COMMENT: SHARE UPDATE EXCLUSIVE on a relation or the one of a column, ACCESS SHARE on the one of a trigger, policy, rule or constraint.</summary>
internal sealed class Comment : StatementModel<CommentStmt>
{
    protected override void Execute(CommentStmt statement, Execution execution)
    {
        switch (statement.Objtype)
        {
            case ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE:
                execution.Lock(execution.GetRelation(NodeNames.Qualified(statement.Object)), LockMode.ShareUpdateExclusive);
                break;
            case ObjectType.OBJECT_COLUMN when execution.Find(NameSpace.Relation, NodeNames.Owner(statement.Object)) is null or Relation:
                var table = execution.GetRelation(NodeNames.Owner(statement.Object));
                execution.Lock(table, LockMode.ShareUpdateExclusive);
                Execution.RequireColumn(table, NodeNames.Parts(statement.Object)[^1]);
                break;
            case ObjectType.OBJECT_TRIGGER or ObjectType.OBJECT_POLICY or ObjectType.OBJECT_RULE or ObjectType.OBJECT_TABCONSTRAINT:
                execution.Lock(execution.GetRelation(NodeNames.Owner(statement.Object)), LockMode.AccessShare);
                break;
        }
    }
}
