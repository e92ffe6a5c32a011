using SchemaBuild.Analysis.Replay;
using SchemaBuild.PgQuery.Nodes;

namespace SchemaBuild.Analysis.Statements;

/// <summary>DELETE: ROW EXCLUSIVE on its table, ACCESS SHARE on what it reads, and what foreign keys need.</summary>
internal sealed class Delete : StatementModel<DeleteStmt>
{
    protected override string Kind(DeleteStmt statement) => "DATA_MIGRATION";

    protected override void Execute(DeleteStmt statement, Execution execution) => QueryLocks.Execute(statement, execution);
}
