using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER … DEPENDS ON EXTENSION: ACCESS EXCLUSIVE on the table of a trigger or the materialized view.</summary>
internal sealed class AlterObjectDepends : StatementModel<AlterObjectDependsStmt>
{
    protected override string Kind(AlterObjectDependsStmt statement) => ObjectTypes.Kind("ALTER", statement.ObjectType);

    protected override void Execute(AlterObjectDependsStmt statement, Execution execution)
    {
        if (statement.Relation is not null && statement.ObjectType != ObjectType.OBJECT_INDEX) execution.Lock(execution.GetRelation(statement.Relation), LockMode.AccessExclusive);
    }
}
