using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>UPDATE: ROW EXCLUSIVE on its table, ACCESS SHARE on what it reads, and what foreign keys need.</summary>
internal sealed class Update : StatementModel<UpdateStmt>
{
    protected override string Kind(UpdateStmt statement) => "DATA_MIGRATION";

    protected override void Execute(UpdateStmt statement, Execution execution) => QueryLocks.Execute(statement, execution);
}
