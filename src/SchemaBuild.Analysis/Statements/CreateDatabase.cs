using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>CREATE DATABASE: nothing of it is in the catalogue.</summary>
internal sealed class CreateDatabase : StatementModel<CreatedbStmt>
{
    protected override string Kind(CreatedbStmt statement) => "CREATE_DATABASE";

    protected override bool RefusesTransaction(CreatedbStmt statement, Execution execution) => true;

    protected override void Execute(CreatedbStmt statement, Execution execution)
    {
    }
}
