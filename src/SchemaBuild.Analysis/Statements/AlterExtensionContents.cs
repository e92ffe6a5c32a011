using SchemaBuild.Analysis.Effects;
using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER EXTENSION ADD and DROP: what belongs to an extension is not followed.</summary>
internal sealed class AlterExtensionContents : StatementModel<AlterExtensionContentsStmt>
{
    protected override void Execute(AlterExtensionContentsStmt statement, Execution execution)
    {
        if (statement.Objtype is ObjectType.OBJECT_TABLE or ObjectType.OBJECT_VIEW or ObjectType.OBJECT_MATVIEW or ObjectType.OBJECT_FOREIGN_TABLE && execution.FindRelation(NodeNames.Qualified(statement.Object)) is { } relation)
            execution.Lock(relation, LockMode.ShareUpdateExclusive);
        execution.Effects.NotAnalysed.Add("ALTER EXTENSION: what belongs to the extension is not followed.");
    }
}
