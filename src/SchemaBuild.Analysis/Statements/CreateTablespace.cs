using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE TABLESPACE: nothing of it is in the catalogue.</summary>
internal sealed class CreateTablespace : StatementModel<CreateTableSpaceStmt>
{
    protected override string Kind(CreateTableSpaceStmt statement) => "CREATE_TABLESPACE";

    protected override bool RefusesTransaction(CreateTableSpaceStmt statement, Execution execution) => true;

    protected override void Execute(CreateTableSpaceStmt statement, Execution execution)
    {
    }
}
