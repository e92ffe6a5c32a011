using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DROP TABLESPACE: nothing of it is in the catalogue.</summary>
internal sealed class DropTablespace : StatementModel<DropTableSpaceStmt>
{
    protected override string Kind(DropTableSpaceStmt statement) => "DROP_TABLESPACE";

    protected override bool RefusesTransaction(DropTableSpaceStmt statement, Execution execution) => true;

    protected override void Execute(DropTableSpaceStmt statement, Execution execution)
    {
    }
}
