using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>ALTER SYSTEM: nothing of it is in the catalogue.</summary>
internal sealed class AlterSystem : StatementModel<AlterSystemStmt>
{
    protected override string Kind(AlterSystemStmt statement) => "ALTER_SYSTEM";

    protected override bool RefusesTransaction(AlterSystemStmt statement, Execution execution) => true;

    protected override void Execute(AlterSystemStmt statement, Execution execution)
    {
    }
}
