using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER … OWNER TO of what is no relation.</summary>
internal sealed class AlterOwner : StatementModel<AlterOwnerStmt>
{
    protected override string Kind(AlterOwnerStmt statement) => ObjectTypes.Kind("ALTER", statement.ObjectType);

    protected override void Execute(AlterOwnerStmt statement, Execution execution)
    {
    }
}
